"""OR-Tools routing on a problem of the bench: cheapest insertion, then guided local search until the budget ends."""
import importlib.metadata

import problem as bench
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

FAR = 1_000_000_000


class Model:
    def __init__(self, problem):
        self.problem = problem
        self.depots = len(problem["depots"])
        self.types = [
            index for index, count in enumerate(bench.fleet(problem)) for _ in range(count)
        ]
        vehicles = [problem["vehicleTypes"][index] for index in self.types]
        self.manager = pywrapcp.RoutingIndexManager(
            problem["matrices"][0]["size"],
            len(vehicles),
            [vehicle["startDepot"] for vehicle in vehicles],
            [vehicle["endDepot"] for vehicle in vehicles],
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.costs(vehicles)
        self.loads(vehicles)
        self.times(vehicles)
        self.claims()

    def costs(self, vehicles):
        evaluators = {}
        for number, vehicle in enumerate(vehicles):
            key = (vehicle.get("profile", 0), vehicle.get("costPerDistance", 1))
            if key not in evaluators:
                table = self.problem["matrices"][key[0]]["distances"].astype("int64") * key[1]
                table[table >= bench.UNREACHABLE] = FAR
                evaluators[key] = self.routing.RegisterTransitMatrix(table.tolist())
            self.routing.SetArcCostEvaluatorOfVehicle(evaluators[key], number)
            self.routing.SetFixedCostOfVehicle(vehicle.get("fixedCost", 0), number)

    def loads(self, vehicles):
        for dimension in range(len(vehicles[0]["capacity"])):
            amounts = [0] * self.problem["matrices"][0]["size"]
            for index, client in enumerate(self.problem["clients"]):
                amounts[self.depots + index] = client["delivery"][dimension] or 0
            first = self.depots + len(self.problem["clients"])
            for index, shipment in enumerate(self.problem["shipments"]):
                amounts[first + 2 * index] = shipment["amount"][dimension]
                amounts[first + 2 * index + 1] = -shipment["amount"][dimension]
            rooms = [vehicle["capacity"][dimension] for vehicle in vehicles]
            evaluator = self.routing.RegisterUnaryTransitVector(amounts)
            self.routing.AddDimensionWithVehicleCapacity(evaluator, 0, rooms, True, f"load{dimension}")
            picked = [0] * len(amounts)
            for index, client in enumerate(self.problem["clients"]):
                picked[self.depots + index] = client["pickup"][dimension]
            if any(picked):
                evaluator = self.routing.RegisterUnaryTransitVector(picked)
                self.routing.AddDimensionWithVehicleCapacity(evaluator, 0, rooms, True, f"picked{dimension}")

    def stops(self):
        for index, client in enumerate(self.problem["clients"]):
            yield self.depots + index, client
        first = self.depots + len(self.problem["clients"])
        for index, shipment in enumerate(self.problem["shipments"]):
            yield first + 2 * index, shipment["pickup"]
            yield first + 2 * index + 1, shipment["delivery"]

    def times(self, vehicles):
        stops = list(self.stops())
        if not any(bench.window(stop) for _, stop in stops) and not any("maxDuration" in v for v in vehicles):
            return
        table = self.problem["matrices"][0]["durations"].astype("int64")
        table[table >= bench.UNREACHABLE] = FAR
        for row, stop in stops:
            table[row, :] += stop.get("service", 0)
        horizon = max(int(table.max()), max(vehicle.get("shift", [0, FAR])[1] for vehicle in vehicles))
        evaluator = self.routing.RegisterTransitMatrix(table.tolist())
        self.routing.AddDimension(evaluator, horizon, horizon, False, "time")
        time = self.routing.GetDimensionOrDie("time")
        for row, stop in stops:
            if span := bench.window(stop):
                time.CumulVar(self.manager.NodeToIndex(row)).SetRange(span[0], min(span[1], horizon))
        for number, vehicle in enumerate(vehicles):
            first, last = vehicle.get("shift", [0, horizon])
            time.CumulVar(self.routing.Start(number)).SetRange(first, min(last, horizon))
            time.CumulVar(self.routing.End(number)).SetRange(first, min(last, horizon))
            if vehicle.get("maxDuration") is not None:
                time.SetSpanUpperBoundForVehicle(vehicle["maxDuration"], number)

    def claims(self):
        solver = self.routing.solver()
        for index, client in enumerate(self.problem["clients"]):
            node = self.manager.NodeToIndex(self.depots + index)
            # A penalty on leaving out required clients keeps it searching where its first heuristic cannot place all.
            required = client.get("required", True)
            self.routing.AddDisjunction([node], FAR if required else client.get("prize", 0))
            if client.get("allowedTypes") is not None:
                allowed = [number for number, kind in enumerate(self.types) if kind in client["allowedTypes"]]
                self.routing.VehicleVar(node).SetValues([-1, *allowed])
        first = self.depots + len(self.problem["clients"])
        for index in range(len(self.problem["shipments"])):
            pickup = self.manager.NodeToIndex(first + 2 * index)
            delivery = self.manager.NodeToIndex(first + 2 * index + 1)
            self.routing.AddPickupAndDelivery(pickup, delivery)
            solver.Add(self.routing.VehicleVar(pickup) == self.routing.VehicleVar(delivery))
            time = self.routing.GetDimensionOrDie("time")
            solver.Add(time.CumulVar(pickup) <= time.CumulVar(delivery))

    def routes(self, solution):
        found = []
        for number, kind in enumerate(self.types):
            index = solution.Value(self.routing.NextVar(self.routing.Start(number)))
            visits = []
            while not self.routing.IsEnd(index):
                visits.append(self.manager.IndexToNode(index) - self.depots)
                index = solution.Value(self.routing.NextVar(index))
            if visits:
                depot = self.problem["vehicleTypes"][kind]["startDepot"]
                found.append({"vehicleType": kind, "trips": [{"depot": depot, "clients": visits}]})
        return found


def run(problem, seconds, seed, Answer):
    answer = Answer()
    model = Model(problem)
    answer.cpu, answer.wall = Answer().cpu, Answer().wall
    search = pywrapcp.DefaultRoutingSearchParameters()
    search.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    search.time_limit.FromMilliseconds(int(4_000 * seconds))
    solver = model.routing.solver()
    model.routing.AddSearchMonitor(solver.CustomLimit(lambda: answer.elapsed() >= seconds))
    model.routing.AddAtSolutionCallback(lambda: answer.improved(model.routing.CostVar().Min()))
    solution = model.routing.SolveWithParameters(search)
    answer.print(model.routes(solution) if solution else [])


bench.main(lambda: importlib.metadata.version("ortools"), run)
