"""HGS-CVRP (hygese) on a capacitated problem of the bench. Its limit is on the CPU clock."""
import importlib.metadata

import hygese
import numpy
import problem as bench


def coordinates(problem):
    """Node coordinates from the instance file: SWAP* compares the sectors of routes by them."""
    points, inside = [], False
    with open(problem["source"]) as file:
        for line in file:
            cells = line.split()
            if inside and len(cells) == 3:
                points.append((float(cells[1]), float(cells[2])))
            elif inside:
                break
            elif line.startswith("NODE_COORD_SECTION"):
                inside = True
    return numpy.array(points).T


def run(problem, seconds, seed, Answer):
    [vehicle] = problem["vehicleTypes"]
    x, y = coordinates(problem)
    data = {
        "distance_matrix": problem["matrices"][0]["distances"].astype(float),
        "x_coordinates": x,
        "y_coordinates": y,
        "demands": numpy.array([0] + [client["delivery"][0] for client in problem["clients"]], dtype=float),
        "vehicle_capacity": vehicle["capacity"][0],
    }
    if vehicle["count"] < len(problem["clients"]):
        data["num_vehicles"] = vehicle["count"]
    parameters = hygese.AlgorithmParameters(timeLimit=seconds, seed=seed, nbIter=1_000_000_000)
    solver = hygese.Solver(parameters=parameters, verbose=False)
    answer = Answer()
    result = solver.solve_cvrp(data, rounding=True)
    routes = [
        {"vehicleType": 0, "trips": [{"depot": 0, "clients": [node - 1 for node in route]}]}
        for route in result.routes
        if route
    ]
    answer.print(routes)


bench.main(lambda: importlib.metadata.version("hygese"), run)
