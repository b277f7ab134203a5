"""VROOM (pyvroom) on a problem of the bench, exploration level 5, one thread. It stops by itself or after the budget."""
import datetime
import importlib.metadata
import json
import time

import numpy
import problem as bench
import vroom

MOST = 2_000_000_000


def stop_fields(stop):
    span = bench.window(stop)
    fields = {"service": stop.get("service", 0)}
    return fields | ({"time_windows": [span]} if span else {})


def divisor(problem):
    """VROOM refuses tables whose sums might overflow: costs are divided until even the longest plan fits."""
    legs = max(
        int(pair["distances"][pair["distances"] != bench.UNREACHABLE].max()) * vehicle.get("costPerDistance", 1)
        for vehicle in problem["vehicleTypes"]
        for pair in [problem["matrices"][vehicle.get("profile", 0)]]
    )
    return max(1, -(-legs * problem["matrices"][0]["size"] // MOST))


def vehicles_of(problem, by):
    vehicles = []
    for index, (vehicle, count) in enumerate(zip(problem["vehicleTypes"], bench.fleet(problem))):
        for _ in range(count):
            vehicles.append(
                {
                    "id": len(vehicles) + 1,
                    "profile": f"type{index}",
                    "start_index": vehicle["startDepot"],
                    "end_index": vehicle["endDepot"],
                    "capacity": vehicle["capacity"],
                    "skills": [index],
                    "costs": {"fixed": vehicle.get("fixedCost", 0) // by},
                    "description": str(index),
                    **({"time_window": vehicle["shift"]} if vehicle.get("shift") else {}),
                }
            )
    return vehicles


def with_skills(problem, depots):
    """A job may ask for skills, not for one of several types: types that serve the same clients share a skill."""
    jobs = []
    for index, client in enumerate(problem["clients"]):
        job = {
            "id": index,
            "location_index": depots + index,
            "delivery": client["delivery"],
            "pickup": client["pickup"],
            **stop_fields(client),
        }
        jobs.append(job)
    allowed = [client.get("allowedTypes") for client in problem["clients"]]
    sets = sorted({tuple(types) for types in allowed if types is not None})
    for job, types in zip(jobs, allowed):
        if types is not None:
            job["skills"] = [sets.index(tuple(types))]
    return jobs, [[number for number, types in enumerate(sets) if index in types] for index in range(len(problem["vehicleTypes"]))]


def input_of(problem):
    depots = len(problem["depots"])
    jobs, skills = with_skills(problem, depots)
    by = divisor(problem)
    vehicles = vehicles_of(problem, by)
    for vehicle in vehicles:
        vehicle["skills"] = skills[int(vehicle["description"])]
    clients = len(jobs)
    shipments = [
        {
            "amount": shipment["amount"],
            "pickup": {
                "id": clients + 2 * index,
                "location_index": depots + clients + 2 * index,
                **stop_fields(shipment["pickup"]),
            },
            "delivery": {
                "id": clients + 2 * index + 1,
                "location_index": depots + clients + 2 * index + 1,
                **stop_fields(shipment["delivery"]),
            },
        }
        for index, shipment in enumerate(problem["shipments"])
    ]
    task = vroom.Input()
    task._from_json(json.dumps({"jobs": jobs, "shipments": shipments, "vehicles": vehicles}), False)
    for index, vehicle in enumerate(problem["vehicleTypes"]):
        pair = problem["matrices"][vehicle.get("profile", 0)]
        barred = pair["distances"] == bench.UNREACHABLE
        far = MOST // pair["size"]
        costs = pair["distances"].astype(numpy.int64) * vehicle.get("costPerDistance", 1) // by
        durations = pair["durations"].astype(numpy.int64)
        costs[barred] = far
        durations[barred] = far
        task.set_durations_matrix(f"type{index}", durations.astype("uint32"))
        task.set_costs_matrix(f"type{index}", costs.astype("uint32"))
    return task, vehicles


def solved(problem, timeout):
    task, vehicles = input_of(problem)
    cpu, wall = time.process_time(), time.monotonic()
    solution = task.solve(exploration_level=5, nb_threads=1, timeout=datetime.timedelta(seconds=timeout))
    spent = time.process_time() - cpu, time.monotonic() - wall
    types = {vehicle["id"]: int(vehicle["description"]) for vehicle in vehicles}
    routes = []
    for route in solution.to_dict()["routes"]:
        visits = [step["id"] for step in route["steps"] if step["type"] in ("job", "pickup", "delivery")]
        index = types[route["vehicle"]]
        trips = [{"depot": problem["vehicleTypes"][index]["startDepot"], "clients": visits}]
        routes.append({"vehicleType": index, "trips": trips})
    return routes, spent


def run(problem, seconds, seed, Answer):
    # Its limit is on the wall clock: on a busy machine it is run again with as much more as it lacked of the CPU.
    routes, (cpu, wall) = solved(problem, seconds)
    if wall >= seconds * 0.95 and cpu < seconds * 0.9:
        routes, (cpu, wall) = solved(problem, min(4.0, seconds / max(cpu, 0.01)) * seconds)
    answer = Answer()
    answer.cpu -= cpu
    answer.wall -= wall
    answer.print(routes)


bench.main(lambda: importlib.metadata.version("pyvroom"), run)
