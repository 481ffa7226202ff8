"""What people do, one verb each, one transaction each."""
