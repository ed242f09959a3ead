# SPDX-License-Identifier: MIT
# The loop that people usually write with pyserial: readline, split, write a row. It checks and counts nothing.
# usage: pyserial_loop.py PORT OUT.csv
import signal
import sys

import serial

stopped = False


def stop(*_):
    global stopped
    stopped = True


signal.signal(signal.SIGINT, stop)
with serial.Serial(sys.argv[1], 1000000, timeout=0.1) as port, open(sys.argv[2], "w") as out:
    while not stopped:
        fields = port.readline().decode(errors="replace").split("*")[0].split(",")
        if fields[0] == "D":
            out.write(",".join(fields[1:]) + "\n")
