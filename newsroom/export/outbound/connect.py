"""From a target to its place: which line leads there."""

from __future__ import annotations

from pathlib import Path

from newsroom.export.outbound.place import Folder, Place
from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.news.outward import Target, TargetKind


def connect(target: Target, password: str) -> Place:
    """The place of a target; raises what ``Place`` does, and UnknownHost."""
    match target.kind:
        case TargetKind.FOLDER:
            return Folder(Path(target.address).expanduser())
        case TargetKind.SFTP:
            from newsroom.export.outbound.sftp import Sftp

            return Sftp(target, password)
        case TargetKind.S3:
            from newsroom.export.outbound.s3 import Bucket

            return Bucket(target, password)
        case TargetKind.WORDPRESS:
            raise BadInput(_("“{name}” takes stories, not whole sites.").format(name=target.name))
