#!/usr/bin/python3
"""Whether a running backend answers what backend-client/openapi.yaml says, and whether the contract names every route.

contract_test.py BACKEND SOURCE      the program and the checked-out tree; starts its own backend on free ports

Every operation is called: well, by somebody who may not, and with bad input. Status, content type, headers and body are
checked against the contract; a member that the contract does not name is a failure too. Last, broken answers are fed to the
same check, which must find each of them.
"""
import base64
import copy
import hashlib
import hmac
import http.client
import json
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
import warnings

import jsonschema
import yaml

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from sample_card import SERIAL, TAC_MASTER, TERMINAL, des, load_request  # noqa: E402

# The successor of RefResolver is not in Debian 12.
warnings.filterwarnings("ignore", category=DeprecationWarning)

PASSWORD = "river-lantern-42"
CARD = "3100000000123457"
GATEWAY_KEY = "a key that nobody else has, 0123456789"
START_LIMIT_SECONDS = 60


class Contract:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        strict = copy.deepcopy(self.document)
        close_objects(strict["components"]["schemas"])
        close_objects(strict["paths"])
        self.resolver = jsonschema.RefResolver("", strict)
        self.paths = strict["paths"]

    def operations(self):
        return {(method, path) for path, item in self.paths.items() for method in item}

    def resolve(self, part):
        return self.resolver.resolve(part["$ref"])[1] if "$ref" in part else part

    def check(self, schema, value):
        """What is wrong with a value, or nothing."""
        validator = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:160]}" for error in validator.iter_errors(value)]

    def wrong_with(self, method, path, answer):
        operation = self.paths[path][method]
        expected = operation["responses"].get(str(answer.status))
        if expected is None:
            return [f"status {answer.status} is not in the contract"]
        expected = self.resolve(expected)
        wrong = []
        for name, header in expected.get("headers", {}).items():
            value = answer.headers.get(name.lower())
            if value is None and header.get("required"):
                wrong.append(f"header {name} is missing")
            elif value is not None:
                wrong += [f"header {name}: {what}" for what in self.check(header["schema"], value)]
        content = expected.get("content")
        if not content:
            return wrong + ([f"a body of {len(answer.body)} bytes where there should be none"] if answer.body else [])
        kind = answer.headers.get("content-type", "").split(";")[0]
        if kind not in content:
            return wrong + [f"content type {kind!r}"]
        if not kind.endswith("json"):
            return wrong
        try:
            return wrong + self.check(content[kind]["schema"], json.loads(answer.body))
        except ValueError:
            return wrong + ["no JSON"]


def close_objects(part):
    """Objects with named members may have no others: what is answered must be written down."""
    if isinstance(part, list):
        for one in part:
            close_objects(one)
    elif isinstance(part, dict):
        if part.get("type") == "object" and "properties" in part:
            part.setdefault("additionalProperties", False)
        for one in part.values():
            close_objects(one)


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Door:
    """One of the backend's two doors."""

    def __init__(self, port, certificates, client=None):
        self.port = port
        self.context = ssl.create_default_context(cafile=f"{certificates}/ca.pem")
        self.context.minimum_version = ssl.TLSVersion.TLSv1_3
        if client:
            self.context.load_cert_chain(f"{certificates}/{client}.pem", f"{certificates}/{client}.key")

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("localhost", self.port, context=self.context, timeout=20)
        sent = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection.request(method.upper(), path, body, sent)
        response = connection.getresponse()
        answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return answer


class Backend:
    def __init__(self, program, source, folder):
        self.program, self.data, self.certificates = program, f"{folder}/data", f"{folder}/certificates"
        subprocess.run([f"{source}/tests/support/make_certificates", self.certificates, "K-0001", "K-0002", "K-9999"], check=True)
        os.makedirs(self.data, exist_ok=True)
        with open(f"{folder}/password", "w", encoding="utf-8") as file:
            file.write(PASSWORD + "\n")
        self.log = open(f"{folder}/backend.log", "w+", encoding="utf-8")
        own = [f"--cert={self.certificates}/server.pem", f"--key={self.certificates}/server.key", f"--ca={self.certificates}/ca.pem"]
        with open(f"{folder}/gateway.key", "w", encoding="utf-8") as file:
            file.write(GATEWAY_KEY + "\n")
        gateway = ["--gateway=https://localhost:9", f"--gateway-ca={self.certificates}/ca.pem", f"--gateway-key-file={folder}/gateway.key"]
        self.process = subprocess.Popen(
            [program, "serve", f"--data={self.data}", *own, *gateway, f"--assets={source}/assets", "--kiosk-port=0", "--console-port=0", "--sample"],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.kiosk_port, self.console_port = self.ports()
        for name, role in (("shen", "staff"), ("tao", "technician"), ("an", "administrator")):
            subprocess.run([program, "admin", "add", name, f"--data={self.data}", f"--role={role}", f"--password-file={folder}/password"],
                           check=True, stdout=subprocess.DEVNULL)

    def ports(self):
        end = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < end:
            self.log.flush()
            with open(self.log.name, encoding="utf-8") as file:
                found = re.findall(r"(?:127\.0\.0\.1|localhost):(\d+)", file.read())
            if len(found) >= 2:
                return int(found[0]), int(found[1])
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        with open(self.log.name, encoding="utf-8") as file:
            sys.exit("the backend did not start:\n" + file.read())

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Run:
    def __init__(self, contract):
        self.contract, self.failures, self.calls = contract, [], 0
        self.well = set()  # operations that answered well at least once

    def call(self, door, method, path, want, body=None, headers=None, target=None):
        """`path` as the contract writes it, `target` as it is asked for."""
        answer = door.ask(method, target or path, body, headers)
        self.calls += 1
        wrong = self.contract.wrong_with(method, path, answer)
        if answer.status != want:
            wrong.append(f"status {answer.status}, expected {want}: {answer.body[:200]!r}")
        elif want < 400:
            self.well.add((method, path))
        for what in wrong:
            self.failures.append(f"{method} {target or path}: {what}")
        return answer


def request_submission(catalogue):
    """A request that the catalogue's own form accepts is hard to guess; a refusal is an answer of the contract as well."""
    body = {"receipt": "K0001-20261122-0001", "card_serial": CARD, "item_code": catalogue["items"][0]["code"],
            "catalogue_version": catalogue["version"], "answers": {}, "materials": [], "language": "zh-Hans",
            "handed_in_at": "2026-11-22T09:30:00+08:00"}
    return {"id": str(uuid.uuid4()), "kind": "request", "body": json.dumps(body), "created_at": "2026-11-22T09:30:00+08:00"}


PAPER = b"\xff\xd8\xff a paper"


def relief_with_paper(catalogue):
    """A request with the paper that one of its answers names."""
    receipt, at = "K0001-20261122-0777", "2026-11-22T09:30:00+08:00"
    answers = {"event": ["illness"], "happened_on": ["2026-11-20"], "urgent": ["yes"], "family_size": ["3"], "reason": ["住院治疗花费较大"],
               "proof": [hashlib.sha256(PAPER).hexdigest()], "signed": ["pin"], "phone": ["000-00000457"], "agree": ["yes"]}
    paper = {"receipt": receipt, "card_serial": CARD, "field": "proof", "content": base64.b64encode(PAPER).decode(), "taken_at": at}
    request = {"receipt": receipt, "card_serial": CARD, "item_code": "MZ-0003", "catalogue_version": catalogue["version"], "answers": answers,
               "materials": [], "language": "zh-Hans", "handed_in_at": at}
    return [{"id": str(uuid.uuid4()), "kind": kind, "body": json.dumps(body), "created_at": at} for kind, body in (("material", paper), ("request", request))]


def heartbeat(**other):
    beat = {"version": "0.1.0", "state": "in_service", "reader": "ready", "psam": "ready", "printer": "ready", "disk_free_bytes": 1,
            "queue_length": 0, "parked": 0, "kiosk_time": "2026-11-22T09:30:00+08:00", "uptime_seconds": 1, "obeyed": []}
    return {**beat, **other}


def call_as_kiosk(run, kiosk):
    catalogue = run.call(kiosk, "get", "/v1/catalogue", 200)
    run.call(kiosk, "get", "/v1/catalogue", 304, headers={"If-None-Match": catalogue.headers["etag"]})
    run.call(kiosk, "get", "/v1/changes", 200, target="/v1/changes?cursor=0")
    page = run.call(kiosk, "get", "/v1/changes", 200, target="/v1/changes?cursor=0&limit=1").json()
    if len(page["entries"]) > 1:
        run.failures.append("a page of changes is larger than its limit")
    end = run.call(kiosk, "get", "/v1/changes", 200, target="/v1/changes?cursor=999999999").json()
    if not end["entries"] or end["cursor"] >= 999999999:
        run.failures.append("a cursor from the future did not start again")
    run.call(kiosk, "get", "/v1/changes", 200, target="/v1/changes?cursor=-1&limit=x")
    known = run.call(kiosk, "get", "/v1/holders/{serial}", 200, target=f"/v1/holders/{CARD}").json()
    unknown = run.call(kiosk, "get", "/v1/holders/{serial}", 200, target="/v1/holders/3100000000999999").json()
    if set(known) != set(unknown) or unknown["standing"] != "unknown" or unknown["bills"] or unknown["cases"]:
        run.failures.append("an unknown serial is told by the form of its answer")
    run.call(kiosk, "get", "/v1/holders/{serial}", 400, target="/v1/holders/nonsense")
    path = "/v1/holders/{serial}/registers"
    if not run.call(kiosk, "get", path, 200, target=f"/v1/holders/{CARD}/registers").json()["registers"]:
        run.failures.append("nothing stands in the registers of the sample")
    if run.call(kiosk, "get", path, 200, target="/v1/holders/3100000000999999/registers").json()["registers"]:
        run.failures.append("somebody unknown stands in a register")
    run.call(kiosk, "get", path, 400, target="/v1/holders/nonsense/registers")
    run.call(kiosk, "get", "/v1/health", 200)
    run.call(kiosk, "post", "/v1/heartbeat", 200, heartbeat())
    run.call(kiosk, "post", "/v1/heartbeat", 400, heartbeat(queue_length=-1))
    run.call(kiosk, "post", "/v1/heartbeat", 400, b"{")
    run.call(kiosk, "post", "/v1/heartbeat", 415, b"x=1", {"Content-Type": "text/plain"})
    run.call(kiosk, "get", "/v1/ceilings", 204)
    lease_slots(run, kiosk)
    ask_for_loads(run, kiosk)
    ask_for_charges(run, kiosk)
    ask_for_unblocks(run, kiosk)
    exchange_drafts(run, kiosk)
    hand_in(run, kiosk, catalogue.json())


def payment_submission(signed):
    """A payment of the sample's water bill; without the card's TAC it is held for a person."""
    amount, sequence = 8640, 0x112
    tac = "00000000"
    if signed:
        both = des("des-ede", TAC_MASTER, SERIAL + f"{int(SERIAL, 16) ^ 0xFFFFFFFFFFFFFFFF:016X}")
        key = f"{int(both[:16], 16) ^ int(both[16:], 16):016X}"
        said = f"{amount:08X}06{TERMINAL}{sequence:08X}2026112209300080"
        said += "0" * (-len(said) % 16)
        tac = des("des-ede-cbc", key * 2, said)[-16:-8]
    body = {"receipt": "K0001-20261122-0078", "card_serial": SERIAL, "issuer": "0571000000000001", "amount": amount, "old_balance": 28650,
            "terminal": TERMINAL, "terminal_sequence": sequence, "offline_number": 5, "type": 6, "date": "20261122", "time": "093000", "tac": tac,
            "proof": "debit", "paid_at": "2026-11-22T09:30:00+08:00", "lines": [{"bill": "W-2026-10-0457", "amount": amount}]}
    return {"id": str(uuid.uuid4()), "kind": "payment", "body": json.dumps(body), "created_at": "2026-11-22T09:30:00+08:00"}


def ask_for_loads(run, kiosk):
    path = "/v1/loads"
    good = load_request(5000, 3)
    first = run.call(kiosk, "post", path, 200, good).json()
    if run.call(kiosk, "post", path, 200, good).json() != first:
        run.failures.append("the same load asked for again has another answer")
    for code, body in (("load.other_body", {**good, "amount": 6000}), ("load.unsettled", load_request(100, 3)),
                       ("load.limit", load_request(100001, 3)), ("terminal.unknown", {**load_request(100, 3), "terminal": "057100000002"}),
                       ("card.unknown", {**load_request(100, 3), "card_serial": "3100000000999999"})):
        if (told := run.call(kiosk, "post", path, 422, body).json()["code"]) != code:
            run.failures.append(f"a load answered {told}, not {code}")
    run.call(kiosk, "post", path, 400, {**good, "mac1": "x"})
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})


BADGE, BADGE_SEED = "0571000012", "31995EF40F2C1C7F10B70DE789E2E819E304673F1D2E7C8E1A2B21C7BD0EC49A"  # of assets/cards/staff_chen.json


def badge_signature(said):
    """Ed25519 over the SHA-256, by the openssl program."""
    with tempfile.NamedTemporaryFile() as key, tempfile.NamedTemporaryFile() as text:
        key.write(bytes.fromhex("302e020100300506032b657004220420" + BADGE_SEED))
        key.flush()
        text.write(hashlib.sha256(said.encode()).digest())
        text.flush()
        signed = ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key.name, "-in", text.name]
        return subprocess.run(signed, capture_output=True, check=True).stdout.hex().upper()


def ask_for_unblocks(run, kiosk):
    path = "/v1/pin-unblocks"
    good = {"id": str(uuid.uuid4()), "card_serial": "3100000000123471", "header": "84240000", "challenge": "C1C2C3C4", "badge": BADGE, "pin": "482915"}
    good["signature"] = badge_signature("\n".join(["onecard pin unblock"] + [good[name] for name in ("id", "card_serial", "header", "challenge", "badge")]))
    first = run.call(kiosk, "post", path, 200, good).json()
    if run.call(kiosk, "post", path, 200, good).json() != first:
        run.failures.append("the same PIN asked for again has another answer")
    for code, body in (("pin.command", {**good, "header": "84160000"}), ("pin.other_body", {**good, "challenge": "C1C2C3C5"}),
                       ("assist.signature", {**good, "id": str(uuid.uuid4())}), ("assist.badge_unknown", {**good, "id": str(uuid.uuid4()), "badge": "9999999999"})):
        if (told := run.call(kiosk, "post", path, 422, body).json()["code"]) != code:
            run.failures.append(f"a PIN to be opened answered {told}, not {code}")
    run.call(kiosk, "post", path, 400, {**good, "pin": "12"})
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})


def exchange_drafts(run, kiosk):
    path = "/v1/drafts"
    told = {"card_serial": CARD, "drafts": [{"item_code": "CG-0001", "age_ms": 1000, "draft": "{}"}]}
    if [one["item_code"] for one in run.call(kiosk, "post", path, 200, told).json()["drafts"]] != ["CG-0001"]:
        run.failures.append("a draft that was told is not there")
    thrown = {"card_serial": CARD, "drafts": [{"item_code": "CG-0001", "age_ms": 0}]}
    if run.call(kiosk, "post", path, 200, thrown).json()["drafts"]:
        run.failures.append("a draft that was thrown away is there")
    if (code := run.call(kiosk, "post", path, 422, {**told, "card_serial": "3100000000999999"}).json()["code"]) != "card.unknown":
        run.failures.append(f"drafts of nobody's card answered {code}")
    run.call(kiosk, "post", path, 400, {**told, "drafts": told["drafts"] * 2})
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})


def ask_for_charges(run, kiosk):
    path = "/v1/charges"
    good = {"id": str(uuid.uuid4()), "receipt": "K0001-20261122-0079", "card_serial": CARD, "way": "shown", "bills": ["W-2026-10-0457"], "amount": 8640, "code": ""}
    run.call(kiosk, "post", path, 200, good)
    for code, body in (("charge.other_body", {**good, "amount": 1}), ("charge.amount", {**good, "id": str(uuid.uuid4()), "amount": 1}),
                       ("bill.unknown", {**good, "id": str(uuid.uuid4()), "bills": ["none"]})):
        if (told := run.call(kiosk, "post", path, 422, body).json()["code"]) != code:
            run.failures.append(f"a charge answered {told}, not {code}")
    run.call(kiosk, "post", path, 400, {**good, "way": "dance"})
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})
    run.call(kiosk, "get", path + "/{id}", 200, target=f"{path}/{good['id']}")
    run.call(kiosk, "get", path + "/{id}", 404, target=f"{path}/{uuid.uuid4()}")
    run.call(kiosk, "post", path + "/{id}/close", 200, target=f"{path}/{good['id']}/close")
    run.call(kiosk, "post", path + "/{id}/close", 404, target=f"{path}/{uuid.uuid4()}/close")


def gateway_notice(key):
    notice, stamp = json.dumps({"id": str(uuid.uuid4()), "state": "paid", "amount": 8640, "trace": "T1"}), str(int(time.time()))
    signature = hmac.new(key.encode(), f"{stamp}\nn\n{notice}".encode(), hashlib.sha256).hexdigest().upper()
    return {"timestamp": stamp, "nonce": "n", "notice": notice, "signature": signature}


def lease_slots(run, kiosk):
    path, ask = "/v1/slots", {"book": "0123456789ABCDEF0123456789ABCDEF", "after": 0, "returned": []}
    leases = run.call(kiosk, "post", path, 200, ask).json()["leases"]
    if not leases or run.call(kiosk, "post", path, 200, ask).json()["leases"] != leases:
        run.failures.append("no leases, or the same question has another answer")
    run.call(kiosk, "post", path, 200, {**ask, "after": leases[-1]["lease"], "returned": [leases[0]["lease"]]})
    run.call(kiosk, "post", path, 400, {**ask, "book": "mine"})
    run.call(kiosk, "post", path, 400, {**ask, "returned": ["all"]})
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})


CERTIFICATE = "K0001-20261122-0099"


def hand_in(run, kiosk, catalogue):
    path = "/v1/submissions"
    good, bad = request_submission(catalogue), request_submission(catalogue)
    bad["body"] = "{"
    odd = {**request_submission(catalogue), "kind": "dance"}
    broken = {"id": "not an id", "kind": 7}
    batch = {"submissions": [good, bad, odd, broken]}
    first = run.call(kiosk, "post", path, 200, batch).json()["answers"]
    again = run.call(kiosk, "post", path, 200, batch).json()["answers"]
    if [one["id"] for one in first] != [one["id"] for one in batch["submissions"]] or first != again:
        run.failures.append("answers are not in the order of the submissions, or differ when asked again")
    good["body"] += " "
    other = run.call(kiosk, "post", path, 200, {"submissions": [good]}).json()["answers"][0]
    if (other["outcome"], other["code"]) != ("refused", "submission.other_body"):
        run.failures.append("other bytes under the same id were not refused")
    for one in run.call(kiosk, "post", path, 200, {"submissions": relief_with_paper(catalogue)}).json()["answers"]:
        if one["outcome"] != "received":
            run.failures.append(f"a request with a paper was answered {one}")
    run.call(kiosk, "post", path, 200, {"submissions": [payment_submission(False), payment_submission(True)]})
    ticket = {"number": "A001", "service": "A", "priority": "first", "day": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600)),
              "taken_at": "2026-11-22T09:30:00+08:00"}
    run.call(kiosk, "post", path, 200, {"submissions": [{**odd, "id": str(uuid.uuid4()), "kind": "queue_ticket", "body": json.dumps(ticket)}]})
    run.call(kiosk, "post", path, 200, {"submissions": []})
    body = {"number": CERTIFICATE, "card_serial": CARD, "kind": "pension", "register_as_of": "2026-11-16T00:00:00+08:00", "at": "2026-11-22T09:30:00+08:00"}
    certificate = {**request_submission(catalogue), "kind": "certificate", "body": json.dumps(body)}
    if run.call(kiosk, "post", path, 200, {"submissions": [certificate]}).json()["answers"][0]["outcome"] != "received":
        run.failures.append("a certificate was not received")
    run.call(kiosk, "post", path, 400, {})
    run.call(kiosk, "post", path, 400, b"\xff{")
    run.call(kiosk, "post", path, 413, {"submissions": [odd] * 501})
    run.call(kiosk, "post", path, 413, b" " * (9 << 20))
    run.call(kiosk, "post", path, 415, b"{}", {"Content-Type": "text/html"})


def bearer(session):
    return {"Authorization": "Bearer " + session["token"]}


def call_as_person(run, console, kiosk):
    sign_in = {name: {"name": name, "password": PASSWORD} for name in ("shen", "tao", "an")}
    run.call(console, "get", "/", 200)
    run.call(console, "get", "/v1/health", 200)
    run.call(console, "post", "/v1/session", 400, {"name": "shen"})
    run.call(console, "post", "/v1/session", 415, b"{}", {"Content-Type": "text/plain"})
    sessions = {name: run.call(console, "post", "/v1/session", 200, body).json() for name, body in sign_in.items()}
    staff, technician, administrator = (bearer(sessions[name]) for name in ("shen", "tao", "an"))
    run.call(console, "get", "/v1/session", 200, headers=staff)
    every = [("get", path) for path in run.contract.paths if path.startswith("/v1/admin/")]
    for method, path in every:
        if method in run.contract.paths[path]:
            run.call(console, method, path, 401, target=filled(path))
    call_fleet(run, console, kiosk, staff, technician)
    call_cases(run, console, staff, technician, administrator)
    call_exports(run, console, staff, technician, administrator)
    call_money(run, console, staff, technician, administrator)
    call_ceilings(run, console, kiosk, staff, technician)
    call_listings(run, console, staff, technician, administrator)
    cookie = {"Cookie": "onecard_session=" + sessions["an"]["token"]}
    run.call(console, "delete", "/v1/session", 403, headers=cookie)
    run.call(console, "delete", "/v1/session", 204, headers={**cookie, "X-Onecard-Token": sessions["an"]["csrf"]})
    run.call(console, "get", "/v1/session", 401, headers=cookie)
    run.call(console, "delete", "/v1/session", 401)
    for _ in range(6):
        run.contract.wrong_with("post", "/v1/session", console.ask("post", "/v1/session", {"name": "nobody", "password": "guess-guess"}))
    run.call(console, "post", "/v1/session", 429, {"name": "nobody", "password": "guess-guess"})


def filled(path):
    return path.replace("{id}", "K-0001").replace("{number}", "C-2026-000101")


def call_fleet(run, console, kiosk, staff, technician):
    run.call(console, "get", "/v1/admin/kiosks", 200, headers=technician)
    run.call(console, "get", "/v1/admin/kiosks/{id}", 200, headers=staff, target="/v1/admin/kiosks/K-0001")
    run.call(console, "get", "/v1/admin/kiosks/{id}", 404, headers=staff, target="/v1/admin/kiosks/K-none")
    path, target = "/v1/admin/kiosks/{id}/queue", "/v1/admin/kiosks/K-0001/queue"
    run.call(console, "get", path, 200, headers=staff, target=target)
    run.call(console, "get", path, 403, headers=technician, target=target)
    run.call(console, "get", path, 401, target=target)
    run.call(console, "get", path, 404, headers=staff, target="/v1/admin/kiosks/K-none/queue")
    path, target = path + "/next", target + "/next"
    run.call(console, "post", path, 200, {"counter": "3"}, staff, target)
    run.call(console, "post", path, 409, {"counter": "3", "service": "Z"}, staff, target)
    run.call(console, "post", path, 422, {"counter": ""}, staff, target)
    run.call(console, "post", path, 400, b"[", staff, target)
    run.call(console, "post", path, 404, {"counter": "3"}, staff, "/v1/admin/kiosks/K-none/queue/next")
    run.call(console, "post", path, 403, {"counter": "3"}, technician, target)
    run.call(console, "post", path, 401, {"counter": "3"}, target=target)
    called = run.call(console, "get", "/v1/admin/kiosks/{id}/queue", 200, headers=staff, target="/v1/admin/kiosks/K-0001/queue").json()["called"]
    for verb, good, body in (("again", 200, {"counter": "4"}), ("absent", 204, None), ("done", 409, None), ("again", 200, {"counter": "4"}), ("done", 204, None)):
        path, target = f"/v1/admin/kiosks/{{id}}/queue/{{number}}/{verb}", f"/v1/admin/kiosks/K-0001/queue/{called[-1]['number']}/{verb}"
        run.call(console, "post", path, good, body, staff, target)
        run.call(console, "post", path, 409, body, staff, target.replace(called[-1]["number"], "Z999"))
        run.call(console, "post", path, 404, body, staff, target.replace("K-0001", "K-none"))
        run.call(console, "post", path, 403, body, technician, target)
        run.call(console, "post", path, 401, body, target=target)
    path = "/v1/admin/kiosks/{id}/queue/{number}/again"
    run.call(console, "post", path, 422, {"counter": ""}, staff, filled(path))
    run.call(console, "post", path, 400, b"[", staff, filled(path))
    path, target = "/v1/admin/kiosks/{id}/orders", "/v1/admin/kiosks/K-0001/orders"
    run.call(console, "post", path, 201, {"kind": "out_of_service"}, technician, target)
    run.call(console, "post", path, 403, {"kind": "restart"}, staff, target)
    asked = run.call(console, "post", path, 201, {"kind": "picture"}, technician, target).json()["id"]
    seen = {"order": asked, "content": base64.b64encode(PAPER).decode(), "taken_at": "2026-11-22T09:30:00+08:00"}
    taken = {"id": str(uuid.uuid4()), "kind": "screen_picture", "body": json.dumps(seen), "created_at": "2026-11-22T09:30:00+08:00"}
    run.call(kiosk, "post", "/v1/submissions", 200, {"submissions": [taken]})
    pictures = run.call(console, "get", "/v1/admin/kiosks/{id}/pictures", 200, headers=technician, target="/v1/admin/kiosks/K-0001/pictures").json()["pictures"]
    if [one["order"] for one in pictures] != [asked]:
        run.failures.append(f"a picture of a screen was not kept: {pictures}")
    one, at = "/v1/admin/kiosks/{id}/pictures/{order}", "/v1/admin/kiosks/K-0001/pictures/"
    run.call(console, "get", one, 200, headers=technician, target=at + asked)
    run.call(console, "get", one, 404, headers=technician, target=at + "none")
    run.call(console, "get", one, 403, headers=staff, target=at + asked)
    run.call(console, "post", path, 422, {"kind": "format_disk"}, technician, target)
    run.call(console, "post", path, 400, b"[", technician, target)
    run.call(console, "post", path, 404, {"kind": "restart"}, technician, "/v1/admin/kiosks/K-none/orders")
    run.call(console, "post", path, 401, {"kind": "restart"}, target=target)


def call_cases(run, console, staff, technician, administrator):
    seen_by_staff, staff = staff, administrator
    run.call(console, "get", "/v1/admin/cases", 200, headers=seen_by_staff)
    run.call(console, "get", "/v1/admin/cases", 400, headers=staff, target="/v1/admin/cases?box=everything")
    listed = run.call(console, "get", "/v1/admin/cases", 200, headers=staff).json()["cases"]
    if not listed:
        run.failures.append("the sample district has no cases")
        return
    run.call(console, "get", "/v1/admin/cases", 200, headers=staff, target="/v1/admin/cases?state=open&card=" + CARD)
    run.call(console, "get", "/v1/admin/cases", 422, headers=seen_by_staff, target="/v1/admin/cases?card=" + CARD)
    run.call(console, "get", "/v1/admin/cases", 403, headers=technician)
    number = next(case["number"] for case in listed if case["state"] == "open" and not case["item_code"].startswith("CG"))
    path, target = "/v1/admin/cases/{number}", f"/v1/admin/cases/{number}"
    run.call(console, "get", path, 422, headers=seen_by_staff, target=target)
    run.call(console, "get", path, 200, headers=seen_by_staff, target=target + "?reason=asked-at-the-counter")
    run.call(console, "get", path, 403, headers=technician, target=target)
    call_moves(run, console, seen_by_staff, staff, target)
    with_paper = next(case["number"] for case in listed if case["item_code"] == "MZ-0003" and case["receipt"] == "K0001-20261122-0777")
    paper, at = "/v1/admin/cases/{number}/materials/{field}", f"/v1/admin/cases/{with_paper}/materials/"
    if run.call(console, "get", paper, 200, headers=staff, target=at + "proof").body != PAPER:
        run.failures.append("a paper came back other than it was handed in")
    run.call(console, "get", paper, 422, headers=seen_by_staff, target=at + "proof")
    run.call(console, "get", paper, 404, headers=staff, target=at + "nothing")
    run.call(console, "get", paper, 403, headers=technician, target=at + "proof")
    posts = run.call(console, "get", "/v1/admin/posts", 200, headers=seen_by_staff).json()["posts"]
    if not any(post["level"] == "grid" for post in posts):
        run.failures.append("the sample district has no grid")
    run.call(console, "get", "/v1/admin/posts", 403, headers=technician)
    looks = run.call(console, "get", "/v1/admin/looks", 200, headers=staff).json()["looks"]
    if not any(look["reason"] == "asked-at-the-counter" for look in looks):
        run.failures.append("a look at a case was not written down")
    run.call(console, "get", "/v1/admin/looks", 403, headers=seen_by_staff)
    for path_of_all in ("/v1/admin/figures", "/v1/admin/replies"):
        run.call(console, "get", path_of_all, 200, headers=staff)
        run.call(console, "get", path_of_all, 403, headers=technician)
    run.call(console, "post", "/v1/admin/figures", 200, headers=staff)
    run.call(console, "post", "/v1/admin/figures", 403, headers=seen_by_staff)
    whole = run.call(console, "get", path, 200, headers=staff, target=target).json()
    run.call(console, "get", path, 404, headers=staff, target="/v1/admin/cases/C-none")
    run.call(console, "post", path + "/advance", 422, {"note": "x" * 501}, staff, target + "/advance")
    for _ in whole["steps"]:
        moved = run.call(console, "post", path + "/advance", 200, {"note": "ok"}, staff, target + "/advance").json()
        if moved["state"] == "closed":
            break
    run.call(console, "post", path + "/advance", 409, headers=staff, target=target + "/advance")
    run.call(console, "post", path + "/advance", 404, headers=staff, target="/v1/admin/cases/C-none/advance")
    run.call(console, "post", path + "/advance", 403, headers=technician, target=target + "/advance")


def packed_report(fields, picture):
    """A form in parts with a picture, and its headers."""
    parts = [f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    parts.append(b'--edge\r\nContent-Disposition: form-data; name="media"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + picture + b"\r\n--edge--\r\n")
    return b"".join(parts), {"Content-Type": "multipart/form-data; boundary=edge"}


def call_open311(run, console, key):
    """Another program, without a session: what can be told of, telling of it, and what became of it."""
    base, form = "/open311/v2", {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/discovery.json", "/discovery.xml", "/services.json", "/services.xml", "/requests.json", "/requests.xml"):
        run.call(console, "get", base + path, 200)
    run.call(console, "get", base + "/services/{code}", 200, target=base + "/services/p0102.json")
    run.call(console, "get", base + "/services/{code}", 200, target=base + "/services/p0102.xml")
    run.call(console, "get", base + "/services/{code}", 404, target=base + "/services/p9999.json")
    report = f"api_key={key}&service_code=p0102&address_id=990102001001003002&description=" + urllib.parse.quote_plus("井盖 没了 <b>&")
    told = run.call(console, "post", base + "/requests.json", 201, report.encode(), form).json()[0]
    again = run.call(console, "post", base + "/requests.json", 201, report.encode(), form).json()[0]
    if told != again:
        run.failures.append("the same report twice became two cases")
    number = told["service_request_id"]
    run.call(console, "post", base + "/requests.xml", 201, (report + "&phone=0000-123").encode(), form)
    wrong = (("service_code=p0102&address_id=990102001001003002", 403), (f"api_key={key}&service_code=p9999&address_string=x", 404),
             (f"api_key={key}&service_code=p0102", 400), (f"api_key={key}&service_code=p0102&address_id=1", 400),
             (f"api_key={key}&address_string=x", 400), (f"api_key={key}&service_code=p0102&address_string=x&phone=<script>", 400))
    for body, status in wrong:
        run.call(console, "post", base + "/requests.json", status, body.encode(), form)
    run.call(console, "post", base + "/requests.json", 415, {"api_key": key})
    run.call(console, "get", base + "/tokens/{token}", 200, target=f"{base}/tokens/{told['token']}.json")
    run.call(console, "get", base + "/tokens/{token}", 404, target=base + "/tokens/311-0.json")
    one = run.call(console, "get", base + "/requests/{number}", 200, target=f"{base}/requests/{number}.json")
    if "井盖 没了" in one.body.decode() or one.json()[0]["address_id"] != "990102001001003002":
        run.failures.append("a public request says what somebody wrote, or not where it is")
    run.call(console, "get", base + "/requests/{number}", 200, target=f"{base}/requests/{number}.xml")
    run.call(console, "get", base + "/requests/{number}", 404, target=base + "/requests/C-2026-000101.json")
    run.call(console, "get", base + "/requests.json", 400, target=base + "/requests.json?status=burnt")
    parts, packed = packed_report({"api_key": key, "service_code": "p0102", "lat": "0.0021", "long": "0.0099"}, PAPER)
    seen = run.call(console, "post", base + "/requests.json", 201, parts, packed).json()[0]["service_request_id"]
    shown = run.call(console, "get", base + "/requests/{number}", 200, target=f"{base}/requests/{seen}.json").json()[0]
    media = run.call(console, "get", base + "/media/{picture}", 200, target=shown["media_url"])
    if media.body != PAPER:
        run.failures.append("the picture of a report is another one")
    run.call(console, "get", base + "/media/{picture}", 404, target=f"{base}/media/{number}.jpg")
    run.call(console, "post", base + "/requests.json", 400, *packed_report({"api_key": key, "service_code": "p0102", "address_string": "x"}, b"GIF89a"))
    found = run.call(console, "get", base + "/requests.json", 200, target=f"{base}/requests.json?status=open&service_code=p0102").json()
    if number not in [entry["service_request_id"] for entry in found]:
        run.failures.append("a report is not among the open requests")
    answers = [console.ask("post", base + "/requests.json", f"api_key={key}&service_code=none".encode(), form).status for _ in range(60)]
    if answers[-1] != 429:
        run.failures.append("sixty reports a minute were not too many")
    run.call(console, "post", base + "/requests.json", 429, report.encode(), form)


def call_exports(run, console, staff, technician, administrator):
    for path in ("/v1/admin/export/cases.csv", "/v1/admin/export/figures.csv"):
        run.call(console, "get", path, 403, headers=technician)
        run.call(console, "get", path, 401)
        run.call(console, "get", path, 200, headers=staff)
    table = run.call(console, "get", "/v1/admin/export/cases.csv", 200, headers=administrator, target="/v1/admin/export/cases.csv?from=2026-01-01").body.decode()
    if "C-2026-000101" not in table or CARD in table or CARD[-4:] in table:
        run.failures.append("the table of cases lacks cases or has cards")
    run.call(console, "get", "/v1/admin/export/cases.csv", 422, headers=administrator, target="/v1/admin/export/cases.csv?from=yesterday")
    run.call(console, "get", "/v1/open/catalogue", 200)
    whole = run.call(console, "get", "/v1/open/catalogue/whole", 200)
    if not all(item["materials"] is not None and item["form"] for item in whole.json()["items"] if item["type"] == "licence"):
        run.failures.append("an approval is told without its materials or form")
    run.call(console, "get", "/v1/open/catalogue/whole", 304, headers={"If-None-Match": whole.headers["etag"]})
    run.call(console, "get", "/v1/open/figures", 200)


def call_moves(run, console, staff, administrator, target):
    path = "/v1/admin/cases/{number}/moves"
    run.call(console, "post", path, 200, {"verb": "suspend", "note": "waits"}, administrator, target + "/moves")
    run.call(console, "post", path, 409, {"verb": "advance"}, administrator, target + "/moves")
    run.call(console, "post", path, 200, {"verb": "resume"}, administrator, target + "/moves")
    run.call(console, "post", path, 403, {"verb": "advance"}, staff, target + "/moves")
    run.call(console, "post", path, 422, {"verb": "burn"}, administrator, target + "/moves")
    run.call(console, "post", path, 422, {"verb": "transfer", "note": "x", "to": "nowhere"}, administrator, target + "/moves")
    run.call(console, "post", path, 404, {"verb": "advance"}, administrator, "/v1/admin/cases/C-none/moves")
    run.call(console, "post", path, 401, {"verb": "advance"}, target=target + "/moves")


def call_listings(run, console, staff, technician, administrator):
    path = "/v1/admin/listings"
    both = {"zh": "通知", "en": "Notice"}
    listing = {"id": "D-1", "kind": "document", "title": both, "publisher": both, "body": both, "community": "WT"}
    run.call(console, "get", path, 200, headers=staff, target=path + "?kind=vacancy&state=published")
    run.call(console, "get", path, 403, headers=technician)
    run.call(console, "post", path, 200, listing, staff)
    run.call(console, "post", path, 422, {**listing, "mark": "burn"}, staff)
    run.call(console, "post", path, 422, {**listing, "community": "nowhere"}, staff)
    run.call(console, "get", path + "/{id}", 404, headers=staff, target=path + "/D-1")
    run.call(console, "post", path + "/{id}/approve", 403, None, staff, path + "/D-1/approve")
    run.call(console, "post", path + "/{id}/approve", 204, None, administrator, path + "/D-1/approve")
    run.call(console, "post", path + "/{id}/approve", 404, None, administrator, path + "/D-1/approve")
    run.call(console, "post", path, 200, listing, administrator)
    run.call(console, "post", path + "/{id}/approve", 409, None, administrator, path + "/D-1/approve")
    run.call(console, "get", path + "/{id}", 200, headers=staff, target=path + "/D-1")
    run.call(console, "post", path + "/{id}/take-back", 204, None, administrator, path + "/D-1/take-back")
    run.call(console, "post", path + "/{id}/take-back", 404, None, administrator, path + "/D-1/take-back")
    run.call(console, "get", "/v1/admin/certificates/{id}", 200, headers=staff, target="/v1/admin/certificates/" + CERTIFICATE)
    run.call(console, "get", "/v1/admin/certificates/{id}", 404, headers=staff, target="/v1/admin/certificates/K-none")


def call_money(run, console, staff, technician, administrator):
    run.call(console, "get", "/v1/admin/payments", 200, headers=staff, target="/v1/admin/payments?reason=asked-to&card=" + CARD)
    run.call(console, "get", "/v1/admin/payments", 422, headers=staff, target="/v1/admin/payments?card=" + CARD)
    run.call(console, "get", "/v1/admin/payments", 403, headers=technician)
    loads = run.call(console, "get", "/v1/admin/loads", 200, headers=staff, target="/v1/admin/loads?reason=asked-to&card=" + CARD).json()["loads"]
    if [(one["state"], one["amount"]) for one in loads] != [("authorised", 5000)]:
        run.failures.append(f"the loads of the card are {loads}")
    run.call(console, "get", "/v1/admin/loads", 400, headers=staff, target="/v1/admin/loads?state=gone")
    for target, count in (("receipt=K0001-20261122-00&state=authorised", 1), ("receipt=K0001-20261122-01", 0), ("state=held", 0)):
        found = run.call(console, "get", "/v1/admin/loads", 200, headers=staff, target="/v1/admin/loads?" + target).json()["loads"]
        if len(found) != count:
            run.failures.append(f"loads by {target}: {found}")
    run.call(console, "get", "/v1/admin/loads", 403, headers=technician)
    charges = run.call(console, "get", "/v1/admin/charges", 200, headers=staff, target="/v1/admin/charges?reason=asked-to&card=" + CARD).json()["charges"]
    if [(one["way"], one["amount"]) for one in charges] != [("shown", 8640)]:
        run.failures.append(f"the charges of the card are {charges}")
    run.call(console, "get", "/v1/admin/charges", 403, headers=technician)
    run.call(console, "post", "/v1/gateway/notices", 204, gateway_notice(GATEWAY_KEY))
    run.call(console, "post", "/v1/gateway/notices", 400, gateway_notice("another key"))
    call_money_cases(run, console, staff, technician, administrator)
    run.call(console, "get", "/v1/admin/bills", 200, headers=staff, target="/v1/admin/bills?reason=asked-to&card=" + CARD)
    run.call(console, "get", "/v1/admin/bills", 422, headers=staff, target="/v1/admin/bills?card=" + CARD)
    run.call(console, "get", "/v1/admin/bills", 400, headers=staff)
    run.call(console, "get", "/v1/admin/submissions", 200, headers=technician)
    run.call(console, "get", "/v1/admin/summary", 200, headers=technician)
    run.call(console, "get", "/v1/admin/ledger", 200, headers=administrator)
    run.call(console, "get", "/v1/admin/ledger", 403, headers=staff)
    masked = run.call(console, "get", "/v1/admin/cards", 200, headers=staff, target="/v1/admin/cards?reason=asked-to&serial=" + CARD).json()
    whole = run.call(console, "get", "/v1/admin/cards", 200, headers=administrator, target="/v1/admin/cards?serial=" + CARD).json()
    if "*" not in masked["card_serial"] or whole["card_serial"] != CARD:
        run.failures.append("a serial is shown to the wrong people")
    run.call(console, "get", "/v1/admin/cards", 400, headers=staff, target="/v1/admin/cards?serial=x")


def call_ceilings(run, console, kiosk, staff, technician):
    path, wanted = "/v1/admin/ceilings", {"payment": 50000, "card_today": 60000, "kiosk_today": 900000, "card_unsent": 50000, "kiosk_unsent": 500000}
    run.call(console, "post", path, 403, wanted, technician)
    run.call(console, "post", path, 400, {**wanted, "card_today": 40000}, staff)
    run.call(console, "post", path, 415, b"{}", {**staff, "Content-Type": "text/html"})
    version = run.call(console, "post", path, 200, wanted, staff).json()["version"]
    if [one["set_by"] for one in run.call(console, "get", path, 200, headers=technician).json()["ceilings"]] != ["shen"]:
        run.failures.append("nothing says who set the ceilings")
    given = run.call(kiosk, "get", "/v1/ceilings", 200)
    if given.json()["version"] != version:
        run.failures.append("kiosks get other ceilings than were set")
    run.call(kiosk, "get", "/v1/ceilings", 304, headers={"If-None-Match": given.headers["etag"]})


def call_money_cases(run, console, staff, technician, administrator):
    path = "/v1/admin/money-cases"
    run.call(console, "post", path, 200, headers=staff)
    held = [one for one in run.call(console, "get", path, 200, headers=staff).json()["cases"] if one["kind"] == "payment_held"]
    if not held:
        run.failures.append("a payment that nobody signed is no case")
        return
    number = held[0]["number"]
    run.call(console, "get", path, 403, headers=technician)
    run.call(console, "post", path + "/{number}/propose", 422, {"decision": "seen"}, staff, f"{path}/{number}/propose")
    run.call(console, "post", path + "/{number}/propose", 404, {"decision": "seen"}, staff, f"{path}/M-none/propose")
    run.call(console, "post", path + "/{number}/propose", 204, {"decision": "refund"}, staff, f"{path}/{number}/propose")
    run.call(console, "post", path + "/{number}/confirm", 409, None, staff, f"{path}/{number}/confirm")
    run.call(console, "post", path + "/{number}/confirm", 204, None, administrator, f"{path}/{number}/confirm")
    run.call(console, "post", "/v1/admin/refunds", 404, {"payment": "P-none", "reason": "x"}, staff)
    run.call(console, "post", "/v1/admin/refunds", 422, {"payment": "P-none", "reason": ""}, staff)
    booked = [one for one in run.call(console, "get", "/v1/admin/payments", 200, headers=staff).json()["payments"] if one["state"] == "booked"]
    run.call(console, "post", "/v1/admin/refunds", 200 if booked else 404, {"payment": booked[0]["number"] if booked else "-", "reason": "paid twice"}, staff)


def check_the_check(run, kiosk):
    """Broken answers that must each be found."""
    good = kiosk.ask("get", f"/v1/holders/{CARD}")
    record = good.json()
    bill = record["bills"][0]
    breaks = [
        {**record, "secret": 1}, {k: v for k, v in record.items() if k != "as_of"}, {**record, "standing": "fine"},
        {**record, "as_of": "today"}, {**record, "bills": [{**bill, "amount": 1.5}]}, {**record, "bills": [{**bill, "extra": 1}]},
        {**record, "bills": {}}, [], None]
    for broken in breaks:
        answer = Answer(200, good.headers, json.dumps(broken).encode())
        if not run.contract.wrong_with("get", "/v1/holders/{serial}", answer):
            run.failures.append(f"the check did not find what is wrong with {str(broken)[:60]}")
    for status, headers, body in ((418, {}, b""), (200, {"content-type": "text/html"}, good.body), (200, good.headers, b"{"),
                                  (403, {"content-type": "application/problem+json"}, b'{"status":403}')):
        if not run.contract.wrong_with("get", "/v1/holders/{serial}", Answer(status, headers, body)):
            run.failures.append(f"the check did not find what is wrong with status {status}")


def routes_in_code(source):
    """What the backend's tables of routes name."""
    routes = set()
    methods = {"get": "get", "post": "post", "put": "put", "remove": "delete"}
    for name in sorted(os.listdir(f"{source}/backend/api")):
        if name.endswith("_routes.cpp"):
            with open(f"{source}/backend/api/{name}", encoding="utf-8") as file:
                for method, path in re.findall(r'\{Method::(\w+), "([^"]+)"', file.read()):
                    routes.add((methods[method], path))
    return routes


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    contract = Contract(f"{source}/backend-client/openapi.yaml")
    run = Run(contract)
    written = {(method, re.sub(r"\{\w+\}", "{}", path)) for method, path in contract.operations()}
    for method, path in sorted(routes_in_code(source) ^ written):
        if not path.startswith("/console"):
            run.failures.append(f"{method} {path} is not in both the contract and the backend's tables")
    with tempfile.TemporaryDirectory() as folder:
        backend = Backend(program, source, folder)
        try:
            kiosk = Door(backend.kiosk_port, backend.certificates, "K-0001")
            call_as_kiosk(run, kiosk)
            for path in ("/v1/changes", "/v1/catalogue", "/v1/holders/{serial}"):
                run.call(Door(backend.kiosk_port, backend.certificates, "K-9999"), "get", path, 403, target=path.replace("{serial}", CARD))
            call_as_person(run, Door(backend.console_port, backend.certificates), kiosk)
            console = Door(backend.console_port, backend.certificates)
            key = subprocess.run([program, "report-key", "add", "a map", f"--data={backend.data}"], check=True, capture_output=True, text=True).stdout.strip()
            call_open311(run, console, key)
            check_the_check(run, kiosk)
        finally:
            backend.end()
    for method, path in sorted(contract.operations() - run.well):
        run.failures.append(f"{method} {path} was never answered well")
    for failure in run.failures:
        print(failure)
    print(f"{run.calls} calls of {len(contract.operations())} operations, {len(run.failures)} failures")
    sys.exit(1 if run.failures else 0)


main()
