"""Uploads that are none: refused by name, at once, with nothing kept."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.conftest import code

BOUNDARY = "b"
PART = b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n'
BODIES = {
    "not multipart at all": b"xxx",
    "too many parts": b"".join(PART % number for number in range(50)) + b"--b--\r\n",
    "cut off": PART % 1,
}


def test_a_body_that_is_no_upload_is_refused(owner: TestClient) -> None:
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}
    for door in ("files", "imports"):
        for name, body in BODIES.items():
            reply = owner.post(f"/api/{door}", content=body, headers=headers)
            assert (reply.status_code, code(reply)) == (422, "invalid"), (door, name, reply.text)
        without = owner.post(f"/api/{door}", content=b"xxx", headers={"content-type": "multipart/form-data"})
        assert (without.status_code, code(without)) == (422, "invalid"), without.text


def test_a_table_of_too_many_columns_is_refused(owner: TestClient) -> None:
    row = ",".join(f"c{number}" for number in range(3000))
    reply = owner.post(
        "/api/imports", data={"form": "account"}, files={"file": ("wide.csv", f"{row}\n{row}\n".encode())}
    )
    assert (reply.status_code, code(reply)) == (422, "import.file_too_complex"), reply.text
    assert reply.json()["params"]["what"] == "columns"
    assert owner.get("/api/imports").json()["items"] == []
