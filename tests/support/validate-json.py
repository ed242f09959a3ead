#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Validate lines of JSON against docs/schema/.

usage: validate-json.py FILE...
Prints one line; before it, one for each line that is not valid, with what is wrong. Exit status 1 if there is one, or if the
schemas themselves are not valid; 3 without the Python package jsonschema.
"""
import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    sys.exit(3)

# the first key of a line: its schema
SCHEMAS = {
    "report": "report",
    "compare": "comparison",
    "trend": "trend",
    "calibration": "calibration",
    "repeatability": "repeatability",
    "event": "events",
}
PROBLEMS_MAX = 10


def load_validators():
    folder = pathlib.Path(__file__).parents[2] / "docs" / "schema"
    validators = {}
    for key, name in SCHEMAS.items():
        schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            sys.exit(f"{name}.schema.json: {error.message}")
        validators[key] = jsonschema.Draft202012Validator(schema)
    return validators


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def problem_of(line, validators):
    """Return what is wrong with a line, or None."""
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=refuse_constant)
    except ValueError as error:
        return str(error)
    error = next(validators[next(iter(data))].iter_errors(data), None)
    return error and f"{error.json_path}: {error.message[:300]}"


def main():
    validators = load_validators()
    lines = set()
    for path in sys.argv[1:]:
        lines.update(pathlib.Path(path).read_bytes().splitlines())
    problems = [(line, problem) for line in sorted(lines) if (problem := problem_of(line, validators))]
    for line, problem in problems[:PROBLEMS_MAX]:
        print(f"        {line[:100].decode('utf-8', 'replace')}...: {problem}")
    print(f"{len(lines)} different outputs of JSON, {len(problems)} not valid by docs/schema")
    sys.exit(1 if problems else 0)


main()
