#!/usr/bin/python3
"""The console in a real browser: signs in, orders a kiosk, moves a case on, calls numbers, publishes, and sees what the backend then holds.

usage: console_test.py BACKEND SOURCE_DIR [PICTURE_DIR]     (needs chromium and chromium-driver)
"""
import hashlib
import json
import os
import pathlib
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from sample_card import load_request  # noqa: E402

backend, source = sys.argv[1], pathlib.Path(sys.argv[2])
pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
PASSWORD = "a-good-password"
WAIT_SECONDS = 15
# People and the posts they sit at, which are there once the backend has begun.
PEOPLE = [("wang", "department", "D:MZ"), ("zhao", "supervisor", "SUPERVISION"), ("mei", "community", "MC:WT"), ("liu", "community", "C:WT")]


class Browser:
    """As much of the WebDriver protocol (W3C) as is needed here."""

    def __init__(self):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.driver.stdout:
            if found := re.search(r"started successfully on port (\d+)", line):
                break
        else:
            raise SystemExit("chromedriver did not start")
        self.root = f"http://127.0.0.1:{found[1]}/session"
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--window-size=1440,1000", "--lang=zh-CN"]
        wanted = {"alwaysMatch": {"browserName": "chrome", "acceptInsecureCerts": True, "goog:chromeOptions": {"args": options}}}
        self.root += "/" + self.call("POST", "", {"capabilities": wanted})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def open(self, address):
        self.call("POST", "/url", {"url": address})

    def run(self, script, *arguments):
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, what, script, *arguments):
        """Until the script gives something true."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            if value := self.run(script, *arguments):
                return value
            time.sleep(0.05)
        self.shot("failed")
        raise AssertionError(f"never came: {what}\n" + self.run("return document.body.innerText"))

    def element(self, key):
        found = self.wait(key, "return document.querySelector(`[data-key='${arguments[0]}']`)", key)
        return next(iter(found.values()))

    def press(self, key):
        """Again when the view was drawn anew between finding and pressing; never twice, as a press may draw its own button away."""
        end = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self.element(key)
                self.run("""const [key] = arguments; window.pressed = false;
                    window.addEventListener("click", ({ target }) => { if (target.closest(`[data-key='${key}']`)) window.pressed = true; }, { capture: true, once: true });
                    document.querySelector(`[data-key='${key}']`)?.scrollIntoView({ block: "center" });""", key)
                return self.call("POST", f"/element/{self.element(key)}/click", {})
            except urllib.error.HTTPError as refusal:
                if self.run("return window.pressed"):
                    return None
                if time.monotonic() > end:
                    raise AssertionError(f"cannot press {key}: {refusal.read().decode()}") from refusal

    def write(self, key, text):
        """Again when the view was drawn anew between finding and writing; nothing was written then."""
        end = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                return self.call("POST", f"/element/{self.element(key)}/value", {"text": text})
            except urllib.error.HTTPError as refusal:
                if refusal.code != 404 or time.monotonic() > end:
                    raise AssertionError(f"cannot write into {key}: {refusal.read().decode()}") from refusal

    def replace(self, key, text):
        """What stands in a field, as a person does it: all marked, and written over."""
        self.write(key, "\ue009a\ue000" + text)

    def keys(self, text):
        """To whatever has the focus."""
        actions = [step for key in text for step in ({"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def text(self, key):
        return self.call("GET", f"/element/{self.element(key)}/text")

    def expect(self, key, text):
        self.wait(f"{key}: {text}", "return document.querySelector(`[data-key='${arguments[0]}']`)?.innerText.includes(arguments[1])", key, text)

    def shot(self, name):
        if pictures is None:
            return
        import base64
        pictures.mkdir(parents=True, exist_ok=True)
        (pictures / f"console-{name}.png").write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def close(self):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.send_signal(signal.SIGTERM)
            self.driver.wait()


class Backend:
    def __init__(self, folder):
        self.certificates, data = folder / "certificates", folder / "data"
        subprocess.run(["sh", source / "tests/support/make_certificates", self.certificates], check=True, stdout=subprocess.DEVNULL)
        (folder / "password").write_text(PASSWORD + "\n")
        for role in ("staff", "technician", "administrator"):
            subprocess.run([backend, "admin", "add", role, "--role", role, "--password-file", folder / "password", "--data", data], check=True)
        arguments = ["serve", "--data", data, "--cert", self.certificates / "server.pem", "--key", self.certificates / "server.key", "--ca",
                     self.certificates / "ca.pem", "--assets", source / "assets", "--kiosk-port", "0", "--console-port", "0", "--sample"]
        self.process = subprocess.Popen([backend, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        for name, role, post in PEOPLE:
            subprocess.run([backend, "admin", "add", name, "--role", role, "--post", post, "--password-file", folder / "password", "--data", data], check=True)
        self.kiosk, self.console = re.findall(r"https://[0-9.]+:\d+", line)

    def ask(self, method, address, body=None, token="", kiosk=False):
        context = ssl.create_default_context(cafile=str(self.certificates / "ca.pem"))
        if kiosk:
            context.load_cert_chain(self.certificates / "K-0001.pem", self.certificates / "K-0001.key")
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        request = urllib.request.Request(address, None if body is None else json.dumps(body).encode(), headers, method=method)
        with urllib.request.urlopen(request, timeout=20, context=context) as answer:
            return json.load(answer)

    def heartbeat(self, obeyed=(), **more):
        beat = {"version": "0.1.0", "state": "in_service", "reader": "ready", "psam": "ready", "printer": "paper_out", "disk_free_bytes": 48 << 30,
                "queue_length": 3, "parked": 1, "last_sync_at": None, "uptime_seconds": 7200, "obeyed": list(obeyed),
                "kiosk_time": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())} | more
        return self.ask("POST", self.kiosk + "/v1/heartbeat", beat, kiosk=True)

    def take_ticket(self, number, priority):
        """As the hall's kiosk gave it out today."""
        now = time.gmtime(time.time() + 8 * 3600)
        ticket = {"number": number, "service": number[0], "priority": priority, "day": time.strftime("%Y-%m-%d", now),
                  "taken_at": time.strftime("%Y-%m-%dT%H:%M:%S+08:00", now)}
        handed_in = {"id": str(uuid.uuid4()), "kind": "queue_ticket", "body": json.dumps(ticket), "created_at": ticket["taken_at"]}
        [answer] = self.ask("POST", self.kiosk + "/v1/submissions", {"submissions": [handed_in]}, kiosk=True)["answers"]
        assert answer["outcome"] == "received", answer

    def close(self):
        self.process.terminate()
        assert self.process.wait(timeout=5) == 0


def sign_in(browser, name, password=PASSWORD):
    browser.write("sign-in.name", name)
    browser.write("sign-in.password", password)
    browser.press("sign-in")


def record_of(served):
    return served.ask("GET", served.kiosk + "/v1/holders/3100000000123457", kiosk=True)


def submit(served, kind, body):
    submission = {"id": str(uuid.uuid4()), "kind": kind, "body": json.dumps(body, ensure_ascii=False), "created_at": body.get("at", body.get("handed_in_at"))}
    [answer] = served.ask("POST", served.kiosk + "/v1/submissions", {"submissions": [submission]}, kiosk=True)["answers"]
    assert answer["outcome"] == "received" and not answer["code"], answer
    return answer["reference"]


def case_of(served, card, number):
    [case] = [one for one in served.ask("GET", f"{served.kiosk}/v1/holders/{card}", kiosk=True)["cases"] if one["number"] == number]
    return case


def mediation(browser, served):
    """A mediator invites the other side, sees what both chose, and lays down what both accept; nobody else finds the case."""
    asks, invited = "3100000000123458", "3100000000123456"
    now = time.strftime("%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(time.time() + 8 * 3600))
    answers = {"holder_name": ["王小雨·测试"], "id_number": ["999999199001010014"], "matter": ["neighbour"], "other_side": ["楼上"], "story": ["楼上漏水，谈不拢。"],
               "times": ["weekday", "evening"], "fast": ["no"], "phone": ["13900000058"], "agree": ["yes"]}
    catalogue = served.ask("GET", served.kiosk + "/v1/catalogue", kiosk=True)["version"]
    number = submit(served, "request", {"receipt": "K0001-20261122-0601", "card_serial": asks, "item_code": "SF-0003", "catalogue_version": catalogue,
                                        "answers": answers, "materials": [], "language": "zh-Hans", "handed_in_at": now})
    act = lambda action, card, text: submit(served, "case_action", {"action": action, "card_serial": card, "case": number, "rating": 0, "text": text, "at": now})

    sign_in(browser, "zhao")
    browser.press("cases.box.all")
    browser.element("cases.count")
    assert browser.run(f"return document.querySelector(\"[data-key='case.{number}']\")") is None, "a supervisor finds a mediation"
    browser.press("sign-out")

    sign_in(browser, "mei")
    browser.press(f"case.{number}")
    browser.expect(f"case.{number}", "只有双方和调解员能看到")
    browser.press("case.advance")
    browser.press("dialog.confirm")
    browser.expect("told", "办件已推进")
    browser.press("case.invite")
    browser.write("dialog.pick", asks)
    browser.press("dialog.template.0")
    browser.press("dialog.confirm")
    browser.expect("told", "不能约请自己")
    browser.press("case.invite")
    browser.write("dialog.pick", invited)
    browser.press("dialog.template.0")
    browser.press("dialog.confirm")
    browser.expect("mediation", "还没有选时间")
    offered = case_of(served, invited, number)["mediation"]["offered"]
    act("choose_times", asks, ",".join(offered[:3]))
    act("choose_times", invited, offered[2])
    assert case_of(served, invited, number)["appointment"]["starts_at"].startswith(offered[2])
    browser.press("case.back")
    browser.press(f"case.{number}")
    browser.expect("mediation", "已定时间")
    browser.press("case.transfer")
    browser.element("dialog.pick")
    posts = browser.run("return [...document.querySelectorAll('#pick option')].map((option) => option.value)")
    assert set(posts) - {""} == {"MG:梧桐社区第5网格", "MS:LL", "MEDIATION", "MEDIATION_TRADE", "GONGTIAO", "FANGTIAO", "SUTIAO", "JITIAO", "JIANTIAO", "ZHONGTIAO"}, posts
    browser.press("dialog.cancel")
    browser.press("case.propose")
    browser.write("dialog.note", "楼上修好水管，赔偿六百元。")
    browser.shot("mediation-agreement")
    browser.press("dialog.confirm")
    browser.expect("mediation", "楼上修好水管，赔偿六百元。")
    read = hashlib.sha256("楼上修好水管，赔偿六百元。".encode()).hexdigest()[:16]
    act("accept", asks, read)
    act("accept", invited, read)
    browser.press("case.back")
    browser.press(f"case.{number}")
    browser.expect("mediation", "已接受协议")
    browser.shot("mediation")
    browser.press("case.advance")
    browser.press("dialog.confirm")
    browser.expect(f"case.{number}.state", "已办结")
    assert "赔偿六百元" in case_of(served, invited, number)["result"]
    browser.press("sign-out")


def visit(browser, served):
    browser.open(served.console + "/")
    browser.element("sign-in.name")
    browser.shot("sign-in")
    sign_in(browser, "technician", "not the password")
    browser.expect("sign-in.trouble", "用户名或密码不对")

    # A technician sees the machine's trouble and orders a restart; the kiosk hears of it and obeys.
    served.heartbeat()
    sign_in(browser, "technician")
    browser.expect("who", "运维人员")
    assert browser.run("return document.querySelector(\"[data-key='view.cases']\")") is None, "technicians do not see cases"
    browser.press("view.kiosks")
    browser.expect("kiosk.K-0001.state", "服务中")
    browser.expect("kiosk.K-0001", "缺纸")
    browser.expect("kiosk.K-0002.state", "从未联系")
    browser.press("kiosk.K-0001.restart")
    browser.element("dialog.confirm")
    browser.shot("order")
    browser.press("dialog.cancel")
    assert served.heartbeat()["orders"] == [], "nothing was ordered by cancelling"
    browser.press("kiosk.K-0001.restart")
    browser.press("dialog.confirm")
    browser.expect("kiosk.K-0001.orders", "待执行：重新启动")
    browser.shot("kiosks")
    [order] = served.heartbeat()["orders"]
    assert order["kind"] == "restart"
    assert served.heartbeat([order["id"]])["orders"] == []
    browser.press("view.kiosks")
    browser.wait("the order is gone", "return !document.querySelector(\"[data-key='kiosk.K-0001.orders']\")")
    browser.press("sign-out")

    # A department works through its inbox: asks for more by a template, which stops both clocks, and has it answered at the desk.
    sign_in(browser, "wang")
    browser.expect("case.C-2026-000101", "3100********3457")
    browser.expect("cases.box.work", "我经办")
    browser.shot("inbox")
    assert browser.run("return document.querySelector(\"[data-key='case.C-2026-000107']\")") is None, "another department's case"
    browser.press("case.C-2026-000101")
    browser.shot("case")
    browser.press("case.ask_supplement")
    browser.press("dialog.template.0")
    browser.shot("dialog")
    browser.press("dialog.confirm")
    browser.expect("case.C-2026-000101.state", "待补件")
    [case] = [one for one in record_of(served)["cases"] if one["number"] == "C-2026-000101"]
    assert case["state"] == "supplement" and case["clocks_stopped"] and case["question"], case
    browser.press("case.answer")
    browser.write("dialog.note", "居民已补交。")
    browser.press("dialog.confirm")
    browser.expect("case.C-2026-000101.state", "办理中")

    # It moves the case on to its end, with a note that the resident will read.
    browser.press("case.advance")
    browser.press("dialog.confirm")
    browser.expect("told", "办件已推进")
    browser.press("case.advance")
    browser.write("dialog.note", "津贴自十二月起发放。<b>")
    browser.press("dialog.confirm")
    browser.expect("case.C-2026-000101.state", "已办结")
    browser.expect("case.C-2026-000101", "津贴自十二月起发放。<b>")
    [case] = [one for one in record_of(served)["cases"] if one["number"] == "C-2026-000101"]
    assert case["state"] == "closed" and case["result"] == "津贴自十二月起发放。<b>", case
    browser.press("view.board")
    browser.expect("board.district", "%")
    browser.shot("board")
    browser.press("sign-out")

    # A supervisor sees all cases but works on none, and says why before looking at one; that is written down.
    sign_in(browser, "zhao")
    browser.press("cases.box.all")
    browser.press("case.C-2026-000107")
    browser.write("dialog.note", "居民来电询问")
    browser.press("dialog.confirm")
    browser.element("case.history")
    assert browser.run("return document.querySelector(\"[data-key='case.advance']\")") is None, "supervision is apart from command"
    browser.press("case.supervise")
    browser.write("dialog.note", "请今天答复居民。")
    browser.press("dialog.confirm")
    browser.expect("case.history", "请今天答复居民。")
    looks = browser.run("return fetch('/v1/admin/looks').then((answer) => answer.json())")["looks"]
    assert any(look["reason"] == "居民来电询问" and look["user"] == "zhao" for look in looks), looks

    # By the number of a card nobody is looked up without a reason, which the resident reads.
    browser.press("case.back")
    browser.replace("cases.text", CARD)
    browser.press("cases.search")
    browser.write("dialog.note", "核对居民的办件")
    browser.press("dialog.confirm")
    browser.expect("cases.count", "件")
    browser.press("case.C-2026-000101")
    browser.element("case.history")
    looks = browser.run("return fetch('/v1/admin/looks').then((answer) => answer.json())")["looks"]
    assert {look["case"] for look in looks if look["reason"] == "核对居民的办件"} >= {"C-2026-000101", "C-2026-000102"}, looks
    browser.press("case.back")
    browser.replace("cases.text", "\ue003")
    browser.press("cases.search")
    browser.press("cases.box.all")
    browser.press("case.C-2026-000107")
    browser.element("case.history")

    # The list is walked through by the keyboard, and a case opened by it.
    browser.press("case.back")
    browser.wait("several cases", "return document.querySelectorAll('.inbox button').length > 2")
    browser.run("document.querySelector('.inbox button').focus()")
    browser.keys("\ue015\ue015\ue013")
    assert browser.run("return [...document.querySelectorAll('.inbox button')].indexOf(document.activeElement)") == 1
    browser.keys("\ue007")
    browser.element("dialog.note")
    browser.press("dialog.cancel")
    browser.element("cases.count")
    browser.press("sign-out")

    mediation(browser, served)
    money_office(browser, served)
    loads_office(browser, served)
    refused_ceilings(browser, served)

    # An administrator sees the books, in English as well, and stays signed in when the page is loaded again.
    sign_in(browser, "administrator")
    browser.expect("figure.cases_closed", "3")
    browser.shot("summary")
    browser.press("view.ledger")
    browser.expect("ledger.even", "借贷平衡")
    browser.press("language")
    browser.expect("ledger.even", "In balance")
    browser.press("view.payments")
    browser.expect("payments.count", "1 payments")
    browser.shot("english")
    browser.open(served.console + "/")
    browser.expect("who", "administrator · Administrator")
    browser.press("sign-out")
    browser.element("sign-in.name")
    refused = browser.run("return fetch('/v1/admin/summary').then((answer) => answer.status)")
    assert refused == 401, refused


def call_numbers(browser, served):
    """Staff at two counters call, call again, note who did not come and who is done; the kiosk hears who is being called where."""
    def called():
        return [(one["number"], one["counter"]) for one in served.heartbeat().get("called", [])]

    for number, priority in (("A001", "ordinary"), ("A002", "ordinary"), ("B001", "first")):
        served.take_ticket(number, priority)
    browser.press("language")
    sign_in(browser, "staff")
    browser.press("view.queue")
    browser.expect("queue.count", "3 人在等")
    browser.press("queue.next")
    browser.expect("told", "请先填窗口号")
    assert called() == [], "nobody is called to no counter"
    browser.write("queue.counter", "3\ue007")
    browser.press("queue.next")
    browser.expect("queue.current", "B001")
    browser.shot("queue")
    assert called() == [("B001", "3")]
    # From here on by the keyboard alone.
    browser.run("document.activeElement.blur()")
    browser.keys("r")
    browser.expect("queue", "叫了 2 次")
    browser.keys("n")
    browser.expect("queue.current", "A001")
    assert called() == [("B001", ""), ("A001", "3")], called()
    browser.keys("x")
    browser.expect("queue.called.A001", "没有来")
    browser.keys("n")
    browser.expect("queue.current", "A002")
    # Another counter has a call of its own, and takes over who came late.
    browser.run("document.querySelector(\"[data-key='queue.counter']\").value = ''")
    browser.write("queue.counter", "5\ue007")
    browser.expect("queue.current", "没有叫号")
    browser.expect("queue.called.A002", "3 号窗口")
    browser.press("queue.recall.A001")
    browser.expect("queue.current", "A001")
    assert called() == [("B001", ""), ("A002", "3"), ("A001", "5")], called()
    browser.run("document.activeElement.blur()")
    browser.keys("d")
    browser.expect("queue.current", "没有叫号")
    browser.keys("n")
    browser.expect("told", "没有人在等")
    browser.press("sign-out")


def publish(browser, served):
    """A community drafts, somebody else approves, a new version takes the place of the old one, and it is taken back; each by who may."""
    def told():
        return {entry["subject"]: entry for entry in served.ask("GET", served.kiosk + "/v1/changes?cursor=0&limit=1000", kiosk=True)["entries"]
                if entry["kind"].startswith("listing")}

    def none(key):
        return browser.run("return document.querySelector(`[data-key='${arguments[0]}']`) === null", key)

    def propose(title):
        browser.press("view.listings")
        browser.press("listing.new")
        for name, text in (("id", "CW-2026-91"), ("title", title), ("publisher", "梧桐社区居委会"), ("body", "收支明细。<b>")):
            browser.write(f"listing.field.{name}", text)
        browser.press("listing.propose")
        browser.expect("told", "已送审")

    sign_in(browser, "liu")
    propose("第三季度账目")
    browser.expect("listing.CW-2026-91.1", "待审核")
    assert none("listing.CW-2026-91.approve"), "a community approves nothing"
    assert "CW-2026-91" not in told(), "nobody reads a draft"
    browser.press("sign-out")

    sign_in(browser, "wang")
    browser.press("view.listings")
    browser.press("listing.CW-2026-91.approve")
    browser.shot("listing")
    browser.press("dialog.confirm")
    browser.expect("listing.CW-2026-91.1", "已发布")
    browser.expect("listing.CW-2026-91.1", "第三季度账目")
    assert told()["CW-2026-91"]["listing"]["version"] == 1
    propose("第三季度账目（更正）")
    browser.expect("listing.CW-2026-91.2", "待审核")
    assert none("listing.CW-2026-91.approve"), "nobody approves what they drafted themselves"
    refused = browser.run("return fetch('/v1/admin/listings/CW-2026-91/approve', {method: 'POST'}).then((answer) => answer.status)")
    assert refused in (403, 409), refused
    assert told()["CW-2026-91"]["listing"]["version"] == 1, "the first version stands until the second is approved"
    browser.press("sign-out")

    sign_in(browser, "zhao")
    browser.press("view.listings")
    browser.press("listing.CW-2026-91.approve")
    browser.press("dialog.confirm")
    browser.expect("listing.CW-2026-91.2", "已发布")
    browser.wait("the old version is gone", "return !document.querySelector(\"[data-key='listing.CW-2026-91.1']\")")
    entry = told()["CW-2026-91"]
    assert entry["listing"]["version"] == 2 and entry["listing"]["title"]["zh"] == "第三季度账目（更正）", entry
    browser.press("sign-out")

    sign_in(browser, "liu")
    browser.press("view.listings")
    browser.press("listing.CW-2026-91.take-back")
    browser.press("dialog.confirm")
    browser.wait("it was taken back", "return !document.querySelector(\"[data-key='listing.CW-2026-91.2']\")")
    assert told()["CW-2026-91"]["kind"] == "listing_gone"
    browser.press("sign-out")

    sign_in(browser, "staff")
    assert none("view.listings"), "the counter publishes nothing"
    browser.press("sign-out")


CARD, BILL = "3100000000123457", "W-2026-10-0457"


def bank_card_sale(served, receipt, wanted_state):
    """As a kiosk with a bank card terminal does it: opens a charge, hands in how the sale ended."""
    charge = {"id": str(uuid.uuid4()), "receipt": receipt, "card_serial": CARD, "way": "terminal", "bills": [BILL], "amount": 8640, "code": ""}
    served.ask("POST", served.kiosk + "/v1/charges", charge, kiosk=True)
    sale = {"outcome": "approved", "amount": 8640, "trace": "T000001", "ended_at": "2026-11-22T09:30:00+08:00"}
    hand_in(served, charge["id"], "terminal_sale", sale)
    assert served.ask("GET", served.kiosk + "/v1/charges/" + charge["id"], kiosk=True)["state"] == wanted_state
    return charge["id"]


def hand_in(served, name, kind, body):
    one = {"id": name, "kind": kind, "body": json.dumps(body), "created_at": "2026-11-22T09:30:00+08:00"}
    [answer] = served.ask("POST", served.kiosk + "/v1/submissions", {"submissions": [one]}, kiosk=True)["answers"]
    assert answer["outcome"] == "received", answer


def money_office(browser, served):
    # The money office finds a sale by its receipt and asks for a refund; nobody confirms their own.
    charge = bank_card_sale(served, "K0001-20261122-0071", "paid")
    sign_in(browser, "staff")
    browser.press("view.charges")
    browser.expect("charge.K0001-20261122-0071", "已入账")
    browser.write("charges.search", "K0001-20261122-9")
    browser.press("charges.find")
    browser.expect("charges.count", "0 笔（")
    browser.replace("charges.search", "K0001-20261122-0071")
    browser.press("charges.find")
    browser.expect("charges.count", "1 笔（")
    # What somebody goes on writing while the answer is on its way is not written over by it.
    browser.run("""const field = document.querySelector("[data-key='charges.search']"); field.focus(); field.value = "K-none";
        document.querySelector("[data-key='charges.find']").click();
        field.value = "K0001-20261122"; field.dispatchEvent(new Event("input", { bubbles: true }));""")
    browser.expect("charges.count", "0 笔（")
    kept = browser.run("const field = document.activeElement; return [field.dataset.key, field.value]")
    assert kept == ["charges.search", "K0001-20261122"], kept
    browser.press("charges.find")
    browser.expect("charges.count", "1 笔（")
    browser.shot("charges")
    browser.press("charge.K0001-20261122-0071.refund")
    browser.write("dialog.note", "居民在窗口又缴了一次")
    browser.press("dialog.confirm")
    browser.expect("told", "须由另一人复核")
    browser.press("view.money")
    browser.wait("the refund", "return document.querySelector(\"[data-key$='.propose']\")")
    assert browser.run("return document.querySelector(\"[data-key$='.confirm']\")") is None, "nobody confirms what they proposed"
    browser.shot("money")

    # It sets ceilings, which kiosks get signed; a machine that has not heard of them yet is named.
    browser.press("view.ceilings")
    browser.expect("ceilings.lead", "还没有设过")
    for name, yuan in (("payment", "300"), ("card_today", "200"), ("kiosk_today", "9000"), ("card_unsent", "300"), ("kiosk_unsent", "5000")):
        browser.write(f"ceiling.{name}", yuan)
    browser.press("ceilings.set")
    browser.press("dialog.confirm")
    browser.expect("told", "小范围的限额不能比大范围的高")
    browser.replace("ceiling.card_today", "500")
    browser.press("ceilings.set")
    browser.press("dialog.confirm")
    browser.expect("ceilings.0", "¥500.00")
    browser.expect("ceilings.behind", "K-0001")
    browser.shot("ceilings")
    given = served.ask("GET", served.kiosk + "/v1/ceilings", kiosk=True)
    assert given["document"] == "purse-ceilings" and given["card_today"] == 50000, given
    browser.press("sign-out")

    # Somebody else confirms; the terminal of that kiosk is told, gives back, and the charge says so.
    sign_in(browser, "administrator")
    browser.press("view.money")
    browser.wait("what waits for a second person", "return document.querySelector(\"[data-key$='.confirm']\")")
    browser.press(browser.run("return document.querySelector(\"[data-key$='.confirm']\").dataset.key"))
    browser.press("dialog.confirm")
    browser.expect("told", "已处理入账")
    [due] = served.heartbeat()["refunds"]
    assert (due["charge"], due["trace"], due["amount"]) == (charge, "T000001", 8640), due
    browser.press("view.charges")
    browser.expect("charge.K0001-20261122-0071", "待退 ¥86.40")
    hand_in(served, str(uuid.uuid4()), "terminal_refund",
            {"charge": charge, "outcome": "returned", "amount": 8640, "trace": "R000002", "ended_at": "2026-11-22T10:00:00+08:00"})
    assert "refunds" not in served.heartbeat()
    browser.press("view.money")
    browser.press("view.charges")
    browser.expect("charge.K0001-20261122-0071", "已退回")
    browser.expect("charge.K0001-20261122-0071", "已退 ¥86.40")
    browser.press("view.ledger")
    browser.expect("ledger.even", "借贷平衡")
    browser.press("sign-out")


def loads_office(browser, served):
    """A load that waits for its end, then one whose proof is wrong: found by receipt, card and state, and from there the case that two people decide."""
    load = load_request(5000, 3)
    receipt, row = load["receipt"], f"load.{load['receipt']}"
    served.ask("POST", served.kiosk + "/v1/loads", load, kiosk=True)
    sign_in(browser, "technician")
    assert browser.run("return document.querySelector(\"[data-key='view.loads']\")") is None, "who mends machines sees nobody's money"
    browser.press("sign-out")
    sign_in(browser, "staff")
    browser.press("view.loads")
    browser.expect(row, "已授权，未结束")
    browser.expect(row, "存进卡")
    body = {"receipt": receipt, "card_serial": load["card_serial"], "amount": 5000, "outcome": "loaded", "tac": "00000000", "proof": "debit",
            "ended_at": "2026-11-22T09:30:00+08:00"}
    one = {"id": load["id"], "kind": "load", "body": json.dumps(body), "created_at": "2026-11-22T09:30:00+08:00"}
    [answer] = served.ask("POST", served.kiosk + "/v1/submissions", {"submissions": [one]}, kiosk=True)["answers"]
    assert answer["code"] == "load.held", answer
    browser.press("view.money")  # whoever looks there has the cases opened that are due
    browser.press("view.loads")
    browser.expect(row, "待处理")
    browser.expect(row, "卡片凭证不符")
    # Each search changes the count, so that what is read is its answer and not what stood there before.
    for state, what, count in (("", "K0001-19990101", 0), ("", load["card_serial"], 1), ("loaded", load["card_serial"], 0), ("held", receipt[:-2], 1)):
        browser.run("""const field = document.querySelector("[data-key='loads.state']"); field.value = arguments[0];
            field.dispatchEvent(new Event("input", { bubbles: true }));""", state)
        browser.replace("loads.search", what)
        browser.press("loads.find")
        if what == load["card_serial"] and not state:  # asked once: a card's number alone is no reason
            browser.write("dialog.note", "居民来问充值")
            browser.press("dialog.confirm")
        browser.expect("loads.count", f"{count} 笔（")
    browser.shot("loads")
    browser.press(row + ".case")
    browser.wait("the case", "return document.querySelector(\"[data-key^='money.M-']\")")
    browser.press("sign-out")


def refused_ceilings(browser, served):
    """A kiosk says why it did not take what it was sent; the office reads it in words, and so does who looks after the kiosk."""
    served.heartbeat(ceilings_refused="signature.broken")
    sign_in(browser, "staff")
    browser.press("view.ceilings")
    browser.expect("ceilings.refused.K-0001", "签名不对")
    browser.press("view.kiosks")
    browser.expect("kiosk.K-0001", "签名不对")
    browser.shot("ceilings-refused")
    browser.press("sign-out")
    served.heartbeat()


def words_are_complete():
    """Every word of one language is there in the other, and everything that is said has words."""
    console = source / "backend/console"
    words = (console / "console-words.js").read_text()
    chinese, english = words.split("  en: {", 1)
    keys = [set(re.findall(r'"([\w.-]+)": "', part)) for part in (chinese, english)]
    assert keys[0] == keys[1], keys[0] ^ keys[1]
    for file in console.glob("console*.js"):
        for key in re.findall(r'say\("([\w.-]+)"', file.read_text()):
            assert key in keys[0], f"{file.name} says {key}, for which there are no words"


def main():
    words_are_complete()
    with tempfile.TemporaryDirectory(prefix="onecard-console-") as folder:
        os.chmod(folder, 0o700)
        served = Backend(pathlib.Path(folder))
        try:
            browser = Browser()
            try:
                visit(browser, served)
                call_numbers(browser, served)
                publish(browser, served)
            finally:
                browser.close()
        finally:
            served.close()
    print("the console works")


main()
