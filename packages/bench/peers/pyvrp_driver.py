"""PyVRP 0.14 on a problem of the bench."""
import importlib.metadata

import numpy
import problem as bench
import pyvrp
from pyvrp.constants import MAX_VALUE


def stop_fields(stop, prefix=""):
    span = bench.window(stop)
    fields = {f"{prefix}service_duration": stop.get("service", 0)}
    if span:
        fields |= {f"{prefix}tw_early": span[0], f"{prefix}tw_late": span[1]}
    return fields


def tables(problem):
    """One profile for each type that differs in matrix or in whom it may serve."""
    keys, distances, durations, profiles = {}, [], [], []
    for vehicle, barred in zip(problem["vehicleTypes"], bench.allowed_types(problem)):
        key = (vehicle.get("profile", 0), tuple(barred))
        if key not in keys:
            keys[key] = len(distances)
            pair = problem["matrices"][key[0]]
            distance = pair["distances"].astype(numpy.int64)
            duration = pair["durations"].astype(numpy.int64)
            distance[distance == bench.UNREACHABLE] = MAX_VALUE
            duration[duration == bench.UNREACHABLE] = 0
            if barred:
                distance[:, barred] = MAX_VALUE
                distance[barred, :] = MAX_VALUE
            numpy.fill_diagonal(distance, 0)
            distances.append(distance)
            durations.append(duration)
        profiles.append(keys[key])
    return distances, durations, profiles


def scaled(problem, amounts):
    """Its penalties have an upper limit per unit of load, so loads take the factor of the costs, as in its own reader."""
    return [amount * round(problem["factor"]) for amount in amounts]


def data_of(problem):
    depots = len(problem["depots"])
    distances, durations, profiles = tables(problem)
    clients = [
        pyvrp.Client(
            location=depots + index,
            delivery=scaled(problem, client["delivery"]),
            pickup=scaled(problem, client["pickup"]),
            release_time=client.get("release", 0),
            prize=client.get("prize", 0),
            required=client.get("required", True) and client.get("group") is None,
            group=client.get("group"),
            **stop_fields(client),
        )
        for index, client in enumerate(problem["clients"])
    ]
    first = depots + len(clients)
    shipments = [
        pyvrp.Shipment(
            pickup_location=first + 2 * index,
            delivery_location=first + 2 * index + 1,
            amount=scaled(problem, shipment["amount"]),
            **stop_fields(shipment["pickup"], "pickup_"),
            **stop_fields(shipment["delivery"], "delivery_"),
        )
        for index, shipment in enumerate(problem["shipments"])
    ]
    groups = [
        pyvrp.ClientGroup(
            [index for index, client in enumerate(problem["clients"]) if client.get("group") == number],
            required=group.get("required", True),
        )
        for number, group in enumerate(problem["groups"])
    ]
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in range(len(distances[0]))],
        clients=clients,
        depots=[
            pyvrp.Depot(index, **({"tw_early": span[0], "tw_late": span[1]} if (span := bench.window(depot)) else {}))
            for index, depot in enumerate(problem["depots"])
        ],
        vehicle_types=[
            vehicle_type(vehicle, profile, scaled(problem, vehicle["capacity"])) for vehicle, profile in zip(problem["vehicleTypes"], profiles)
        ],
        distance_matrices=distances,
        duration_matrices=durations,
        groups=groups,
        shipments=shipments,
    )


def vehicle_type(vehicle, profile, capacity):
    fields = {}
    if vehicle.get("shift"):
        fields |= {"tw_early": vehicle["shift"][0], "tw_late": vehicle["shift"][1]}
    if vehicle.get("maxDuration") is not None:
        fields["shift_duration"] = vehicle["maxDuration"]
    if vehicle.get("maxDistance") is not None:
        fields["max_distance"] = vehicle["maxDistance"]
    if vehicle.get("reloadDepots"):
        fields["reload_depots"] = vehicle["reloadDepots"]
        if vehicle.get("maxTrips") is not None:
            fields["max_reloads"] = vehicle["maxTrips"] - 1
    return pyvrp.VehicleType(
        num_available=vehicle["count"],
        capacity=capacity,
        start_depot=vehicle["startDepot"],
        end_depot=vehicle["endDepot"],
        fixed_cost=vehicle.get("fixedCost", 0),
        unit_distance_cost=vehicle.get("costPerDistance", 1),
        unit_duration_cost=vehicle.get("costPerDuration", 0),
        profile=profile,
        **fields,
    )


def routes_of(solution, problem):
    clients = len(problem["clients"])
    routes = []
    for route in solution.routes():
        trips = []
        for activity in list(route)[:-1]:
            if activity.is_depot():
                trips.append({"depot": activity.idx, "clients": []})
            elif activity.is_client():
                trips[-1]["clients"].append(activity.idx)
            else:
                trips[-1]["clients"].append(clients + 2 * activity.idx + (1 if activity.is_delivery() else 0))
        trips = [trip for trip in trips if trip["clients"]]
        routes.append({"vehicleType": route.vehicle_type(), "trips": trips})
    return routes


def run(problem, seconds, seed, Answer):
    data = data_of(problem)
    answer = Answer()

    def over(cost):
        if cost < MAX_VALUE:
            answer.improved(cost)
        return answer.elapsed() >= seconds

    result = pyvrp.solve(data, stop=over, seed=seed, collect_stats=False, display=False)
    answer.print(routes_of(result.best, problem), result.num_iterations)


bench.main(lambda: importlib.metadata.version("pyvrp"), run)
