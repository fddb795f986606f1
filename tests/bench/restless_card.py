#!/usr/bin/env python3
"""A card that comes and goes until the process is ended: restless_card.py SOCKET CARD. SOCKET is that of `onecard-card serve`."""
import signal
import socket
import sys
import time


def tell(path, order):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        line.connect(path)
        line.sendall(order.encode() + b"\n")
        return line.recv(200)


def main():
    path, card = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while True:
            tell(path, "insert " + card)
            time.sleep(0.7)
            tell(path, "remove")
            time.sleep(0.5)
    finally:
        tell(path, "remove")


main()
