"""What the drivers of the peers share: the problem as written by the bench, and the answer that it expects.

Run as `python3 DRIVER.py PROBLEM.json SECONDS SEED`; `python3 DRIVER.py --version` prints the version or fails. Nothing here
is needed by the product."""
import json
import resource
import sys
import time

import numpy

UNREACHABLE = 0x7FFFFFFF


def read(path):
    """The problem: the model's fields, defaults filled in where a driver would need them."""
    with open(path) as file:
        problem = json.load(file)
    for pair in problem["matrices"]:
        size = pair["size"]
        for name in ("distances", "durations"):
            pair[name] = numpy.fromfile(pair[name], dtype="<i4").reshape(size, size)
    problem.setdefault("shipments", [])
    problem.setdefault("groups", [])
    dimensions = len(problem["vehicleTypes"][0]["capacity"])
    for client in problem["clients"]:
        client["delivery"] = client.get("delivery") or [0] * dimensions
        client["pickup"] = client.get("pickup") or [0] * dimensions
    return problem


def window(stop):
    """First and last moment of a stop, or None."""
    windows = stop.get("windows") or ([stop["window"]] if stop.get("window") else None)
    return windows[0] if windows else None


def allowed_types(problem):
    """For each type the rows of the visits that it may not serve."""
    depots = len(problem["depots"])
    barred = []
    for index in range(len(problem["vehicleTypes"])):
        barred.append(
            [
                depots + visit
                for visit, client in enumerate(problem["clients"])
                if client.get("allowedTypes") is not None and index not in client["allowedTypes"]
            ]
        )
    return barred


def fleet(problem):
    """Vehicles per type; a fleet without a real limit is cut to what a peer can hold: 1.3 times the load's need plus 3."""
    counts = []
    for vehicle in problem["vehicleTypes"]:
        need = max(
            (
                max(sum(c["delivery"][k] for c in problem["clients"]), sum(c["pickup"][k] for c in problem["clients"]))
                / max(1, room)
                for k, room in enumerate(vehicle["capacity"])
            ),
            default=0,
        )
        visits = len(problem["clients"]) + len(problem["shipments"])
        unlimited = vehicle["count"] >= visits and not problem["shipments"]
        counts.append(min(vehicle["count"], int(need * 1.3) + 3) if unlimited else vehicle["count"])
    return counts


class Answer:
    """Collects what the bench expects and prints it as one line of JSON."""

    def __init__(self):
        self.cpu = time.process_time()
        self.wall = time.monotonic()
        self.curve = []
        self.best = None

    def elapsed(self):
        return time.process_time() - self.cpu

    def improved(self, cost):
        if self.best is None or cost < self.best:
            self.best = cost
            self.curve.append([round(self.elapsed(), 3), int(cost)])

    def print(self, routes, iterations=None):
        line = {
            "routes": routes,
            "iterations": iterations,
            "cpuSeconds": self.elapsed(),
            "seconds": time.monotonic() - self.wall,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            "curve": self.curve,
        }
        print(json.dumps(line))


def main(version, run):
    """`run(problem, seconds, seed, answer)` solves and prints; the clock starts when the problem has been read."""
    if sys.argv[1] == "--version":
        print(version())
        return
    run(read(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), Answer)
