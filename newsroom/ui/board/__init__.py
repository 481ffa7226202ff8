"""The board: columns of stories by stage, to be looked over and moved."""
