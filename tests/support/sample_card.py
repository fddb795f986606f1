"""What the card of Wang Xiaoyu in the sample says to the backend, made with the sample keys."""
import subprocess
import uuid

SERIAL, TERMINAL = "3100000000123457", "057100000001"
LOAD_MASTER, TAC_MASTER = "505152535455565758595A5B5C5D5E5F", "606162636465666768696A6B6C6D6E6F"  # of assets/cards/keys.json


def des(cipher, key, data):
    """Triple DES by the openssl program; a key given twice over is single DES."""
    start = ["-iv", "0" * 16] if "cbc" in cipher else []
    done = subprocess.run(["openssl", "enc", "-e", f"-{cipher}", "-nopad", "-K", key, *start], input=bytes.fromhex(data), capture_output=True, check=True)
    return done.stdout.hex().upper()


def load_request(amount, number, random="5A6B7C8D", old_balance=28650):
    """What the sample card would say (cards.md 2.4)."""
    other_half = f"{int(SERIAL, 16) ^ 0xFFFFFFFFFFFFFFFF:016X}"
    card_key = des("des-ede", LOAD_MASTER, SERIAL + other_half)
    session = des("des-ede", card_key, f"{random}{number:04X}8000")
    said = f"{old_balance:08X}{amount:08X}02{TERMINAL}80"
    said += "0" * (-len(said) % 16)
    mac = des("des-ede-cbc", session * 2, said)[-16:-8]
    return {"id": str(uuid.uuid4()), "receipt": "K0001-20261122-0077", "card_serial": SERIAL, "issuer": "0571000000000001", "source": "account",
            "amount": amount, "old_balance": old_balance, "terminal": TERMINAL, "online_number": number, "key_version": 1, "algorithm": 0,
            "random": random, "mac1": mac}
