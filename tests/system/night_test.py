#!/usr/bin/python3
"""What a night does with the day's money: bills paid by phone are booked, the payment company misprints one in its file, and in the night the backend fetches
that file by itself, signed, over HTTPS, closes the day with it, and names the difference to the fen.

usage: night_test.py BACKEND SOURCE_DIR          backend and payment company are processes of their own; nothing but loopback is touched
"""
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

backend, source = sys.argv[1], pathlib.Path(sys.argv[2])
PASSWORD, CARD, BILLS = "a-good-password", "3100000000123457", {"W-2026-10-0457": 8640, "T-2026-11-0457": 3900}
MISPRINT, WAIT_SECONDS = 100, 30


def free_port():
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


class District:
    """The backend with the sample district and the sandbox of a payment company."""

    def __init__(self, folder):
        self.folder, self.certificates, self.data = folder, folder / "certificates", folder / "data"
        subprocess.run(["sh", source / "tests/support/make_certificates", self.certificates], check=True, stdout=subprocess.DEVNULL)
        for name, text in (("password", PASSWORD), ("secret", os.urandom(32).hex())):
            (folder / name).write_text(text + "\n")
            (folder / name).chmod(0o600)
        subprocess.run([backend, "admin", "add", "administrator", "--role", "administrator", "--password-file", folder / "password", "--data", self.data],
                       check=True, stdout=subprocess.DEVNULL)
        self.kiosk_port, self.console_port = free_port(), free_port()
        self.company = subprocess.Popen(
            [source / "tests/support/paygate/onecard-paygate", "--cert", self.certificates / "server.pem", "--key", self.certificates / "server.key", "--ca",
             self.certificates / "ca.pem", "--secret-file", folder / "secret", "--control", folder / "paygate", "--notices",
             f"https://localhost:{self.console_port}/v1/gateway/notices"], stdout=subprocess.PIPE, text=True)
        self.company_port = self.company.stdout.readline().split()[1]
        self.served = None

    def serve(self, days_ahead=0):
        if self.served:
            self.served.terminate()
            assert self.served.wait(timeout=10) == 0
        self.served = subprocess.Popen(
            [backend, "serve", "--data", self.data, "--cert", self.certificates / "server.pem", "--key", self.certificates / "server.key", "--ca",
             self.certificates / "ca.pem", "--assets", source / "assets", "--kiosk-port", str(self.kiosk_port), "--console-port", str(self.console_port), "--sample",
             "--gateway", f"https://localhost:{self.company_port}", "--gateway-ca", self.certificates / "ca.pem", "--gateway-key-file", self.folder / "secret",
             "--days-ahead", str(days_ahead)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.served.stdout.readline().startswith("serving"), "the backend does not serve"
        self.token = None

    def ask(self, path, body=None, kiosk=False):
        context = ssl.create_default_context(cafile=str(self.certificates / "ca.pem"))
        if kiosk:
            context.load_cert_chain(self.certificates / "K-0001.pem", self.certificates / "K-0001.key")
        elif not self.token and path != "/v1/session":
            self.token = self.ask("/v1/session", {"name": "administrator", "password": PASSWORD})["token"]
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.token}"} if self.token and not kiosk else {})
        address = f"https://localhost:{self.kiosk_port if kiosk else self.console_port}{path}"
        request = urllib.request.Request(address, None if body is None else json.dumps(body).encode(), headers)
        with urllib.request.urlopen(request, timeout=20, context=context) as answer:
            return json.load(answer)

    def order(self, line):
        """What the payer's phone or the company does."""
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(self.folder / "paygate"))
            control.sendall((line + "\n").encode())
            answer = control.makefile().readline().strip()
        assert not answer.startswith("error"), answer
        return answer

    def pay_by_phone(self, number, bill, amount):
        charge = {"id": str(uuid.uuid4()), "receipt": f"K0001-20261122-{number:04d}", "card_serial": CARD, "way": "shown", "bills": [bill], "amount": amount, "code": ""}
        self.ask("/v1/charges", charge, kiosk=True)
        until("the code for the phone", lambda: self.ask("/v1/charges/" + charge["id"], kiosk=True)["qr"])
        self.order("pay")
        until("the money", lambda: self.ask("/v1/charges/" + charge["id"], kiosk=True)["state"] == "paid")

    def end(self):
        for one in (self.served, self.company):
            if one:
                one.terminate()
                one.wait(timeout=10)


def until(what, holds):
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.2)
    raise AssertionError(f"{what} did not come")


def not_at_midnight():
    """Both payments have to land in one day of the halls."""
    left = 86400 - (time.time() + 8 * 3600) % 86400
    if left < 60:
        time.sleep(left + 1)


def night(district):
    not_at_midnight()
    district.serve()
    day = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600))
    for number, (bill, amount) in enumerate(BILLS.items(), 1):
        district.pay_by_phone(number, bill, amount)
    print(f"{day}: two bills paid by phone, {sum(BILLS.values())} fen")
    district.order(f"misprint {MISPRINT}")
    assert not district.ask("/v1/admin/money-cases")["cases"]

    # Two days on, so that no clock stands before half past midnight of the day after.
    district.serve(days_ahead=2)
    cases = until("the difference", lambda: {one["subject"]: one for one in district.ask("/v1/admin/money-cases")["cases"]})
    whole, one_charge = f"{day}:gateway:paygate", [name for name in cases if name.startswith("gateway:paygate:")]
    assert whole in cases and len(one_charge) == 1 and len(cases) == 2, cases
    assert (cases[whole]["kind"], cases[whole]["detail"], cases[whole]["amount"]) == \
        ("close_difference", "the gateway's file and the ledger differ", MISPRINT), cases[whole]
    assert cases[one_charge[0]]["amount"] == BILLS["T-2026-11-0457"] + MISPRINT, cases[one_charge[0]]
    assert cases[whole]["owner"] == "staff", "a difference is somebody's"
    print(f"fetched by night: {cases[whole]['detail']}, {cases[whole]['amount']} fen, case {cases[whole]['number']}")

    # Who closes the day by hand as well reads the same sides, and opens no case twice.
    closed = subprocess.run([backend, "close", day, "--data", district.data, "--out", district.folder / "files"], capture_output=True, text=True, check=True).stdout
    print(closed.strip())
    [line] = [line for line in closed.splitlines() if line.startswith("gateway paygate")]
    assert re.search(r"ledger\s+125\.40\s+file\s+126\.40\s+2 charges", line), line
    assert len(district.ask("/v1/admin/money-cases")["cases"]) == 2
    assert district.ask("/v1/admin/ledger")["sum"] == 0


def ahead_without_sample(district):
    """A real district's clock is nobody's to move."""
    done = subprocess.run([backend, "serve", "--data", district.folder / "other", "--cert", district.certificates / "server.pem", "--key",
                           district.certificates / "server.key", "--ca", district.certificates / "ca.pem", "--assets", source / "assets", "--days-ahead", "2"],
                          capture_output=True, text=True, timeout=20)
    assert done.returncode != 0 and "--sample" in done.stderr, done.stderr


def main():
    with tempfile.TemporaryDirectory(prefix="onecard-night-") as folder:
        os.chmod(folder, 0o700)
        district = District(pathlib.Path(folder))
        try:
            ahead_without_sample(district)
            night(district)
        finally:
            district.end()
    print("the night named the difference")


main()
