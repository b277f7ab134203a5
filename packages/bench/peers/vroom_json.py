"""VROOM (pyvroom) on its own JSON: reads problems, one a line, prints answers, one a line.

`python3 vroom_json.py --version`, or `python3 vroom_json.py EXPLORATION < problems.jsonl`."""
import importlib.metadata
import json
import sys
import time

import vroom

if sys.argv[1] == "--version":
    print(importlib.metadata.version("pyvroom"))
    sys.exit()
for line in sys.stdin:
    began = time.process_time()
    try:
        task = vroom.Input()
        task._from_json(line, False)
        answer = task.solve(exploration_level=int(sys.argv[1]), nb_threads=1).to_dict()
    except vroom._vroom.VroomInputException as error:
        answer = {"code": 2, "error": str(error)}
    answer["cpuSeconds"] = time.process_time() - began
    print(json.dumps(answer))
