"""A bucket of Amazon S3, or of storage that speaks like it (MinIO, Backblaze, Cloudflare R2 …)."""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Iterator
from typing import Any

from newsroom.export.outbound.faults import Undelivered
from newsroom.export.outbound.http import Unanswered
from newsroom.i18n import _
from newsroom.news.outward import Target

SECONDS = 60
TRIES = 4  # of one request; the library waits in between

_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}
"""What browsers must be told: a bucket says of a file what was said when it was put there."""


class Bucket:
    """The files below a prefix of one bucket. No request goes out before the first file."""

    def __init__(self, target: Target, secret: str) -> None:
        try:
            import boto3
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            raise Undelivered(
                _("For S3 install the extra part: pip install 'newsroom[deploy]'.")
            ) from None
        self._target = target
        self._faults: tuple[type[Exception], type[Exception]] = (ClientError, BotoCoreError)
        self._before = target.more.get("folder", "").strip("/")
        endpoint = target.more.get("endpoint", "")
        with self._told(""):
            self._client: Any = boto3.client(
                "s3",
                aws_access_key_id=target.user,
                aws_secret_access_key=secret,
                region_name=target.more.get("region", "") or "us-east-1",
                endpoint_url=endpoint or None,
                config=Config(
                    connect_timeout=SECONDS,
                    read_timeout=SECONDS,
                    retries={"max_attempts": TRIES, "mode": "standard"},
                    s3={"addressing_style": "path" if endpoint else "auto"},
                    # Younger checksums are not understood by all who speak S3.
                    request_checksum_calculation="when_required",
                    response_checksum_validation="when_required",
                ),
            )

    def read(self, path: str) -> bytes | None:
        """A file's bytes."""
        with self._told(path):
            try:
                answer = self._client.get_object(Bucket=self._target.address, Key=self._key(path))
            except self._faults[0] as error:
                if _code(error) in ("NoSuchKey", "404"):
                    return None
                raise
            content: bytes = answer["Body"].read()
            return content
        return None

    def write(self, path: str, content: bytes) -> None:
        """Put a file there; the storage shows it whole or not at all."""
        with self._told(path):
            self._client.put_object(
                Bucket=self._target.address,
                Key=self._key(path),
                Body=content,
                ContentType=_kind(path),
            )

    def delete(self, path: str) -> None:
        """Take a file away."""
        with self._told(path):
            self._client.delete_object(Bucket=self._target.address, Key=self._key(path))

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def _key(self, path: str) -> str:
        return f"{self._before}/{path}" if self._before else path

    @contextlib.contextmanager
    def _told(self, path: str) -> Iterator[None]:
        refused, broken = self._faults
        address = self._target.address
        try:
            yield
        except refused as error:
            code = _code(error)
            if code in ("SlowDown", "ServiceUnavailable", "InternalError", "500", "503", "429"):
                raise Undelivered(
                    _("{address} asks us to wait.").format(address=address), again=True
                ) from error
            if code in ("NoSuchBucket",):
                raise Undelivered(
                    _("There is no bucket {address}.").format(address=address)
                ) from error
            if code in ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403"):
                raise Undelivered(
                    _("{address} does not take our key, or does not let it write.").format(
                        address=address
                    )
                ) from error
            raise Undelivered(
                _("{address} could not take {path}: {reason}").format(
                    address=address, path=path, reason=code
                )
            ) from error
        except (broken, OSError) as error:
            raise Unanswered(
                _("{address} can't be reached, or broke off.").format(address=address)
            ) from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _kind(path: str) -> str:
    dot = path.rfind(".")
    known = _KINDS.get(path[dot:].lower()) if dot >= 0 else None
    return known or mimetypes.guess_type(path)[0] or "application/octet-stream"
