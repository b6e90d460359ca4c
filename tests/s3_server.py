"""A file store that speaks S3, on this machine's loopback, for the tests of several machines that share one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

from scrutiny.file_store import shared_store

BUCKET = "scrutiny-files"
PREFIX = "live"
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
REGION = "eu-west-2"


@contextmanager
def s3_server() -> Iterator[str]:
    """Run the server on a free port; yields its address."""
    # It tells each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def bucket(endpoint: str):
    """The bucket as whoever runs the store sees it, past the product."""
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION)
    return session.resource("s3", endpoint_url=endpoint).Bucket(BUCKET)


def storages(endpoint: str) -> dict[str, object]:
    """The setting STORAGES of a machine that keeps its files there."""
    shared = shared_store(f"s3://{BUCKET}/{PREFIX}", endpoint=endpoint, region=REGION, environment=KEYS)
    return {"default": shared}
