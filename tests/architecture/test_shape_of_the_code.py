"""What import-linter cannot say: sizes, private tables, and what may be used where."""

import ast
import functools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pannier

SOURCE = Path(pannier.__file__).parent
REPOSITORY = SOURCE.parents[1]
FILES = sorted(path for path in SOURCE.rglob("*.py") if "versions" not in path.parts)
PYTHON = [
    *FILES,
    *sorted((REPOSITORY / "tests").rglob("*.py")),
    *sorted((REPOSITORY / "benchmarks").rglob("*.py")),
]
WEB = [
    path
    for path in sorted((REPOSITORY / "web").rglob("*.ts*"))
    if not {"node_modules", "dist"} & set(path.parts) and not path.name.endswith((".d.ts", "generated.ts"))
]
CPP = [path for ending in ("cpp", "hpp") for path in sorted(SOURCE.rglob(f"*.{ending}"))]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MAY_USE_SQL_TEXT = {"base", "reports"}


def _offenders(paths: Iterable[Path], fault_of: Callable[[Path], Any]) -> dict[str, Any]:
    """Return what is wrong by file, for those files where something is."""
    found = {str(path.relative_to(REPOSITORY)): fault_of(path) for path in paths}
    return {name: fault for name, fault in found.items() if fault}


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _package(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _calls(tree: ast.Module) -> Iterator[str]:
    return (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_no_file_is_longer_than_400_lines() -> None:
    def lines(path: Path) -> int:
        return len(path.read_text().splitlines())

    assert not _offenders([*PYTHON, *WEB, *CPP], lambda path: max(0, lines(path) - LONGEST_FILE))


def test_no_function_is_longer_than_40_lines() -> None:
    def long(path: Path) -> dict[str, int]:
        return {
            node.name: node.end_lineno - node.lineno + 1
            for node in _functions(_tree(path))
            if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
        }

    # The whole story is told in one piece.
    assert not _offenders([path for path in PYTHON if "flow" not in path.parts], long)


def _cpp_functions(path: Path) -> Iterator[tuple[str, int]]:
    """Yield what begins and ends at the left margin in braces, with its lines: functions, and no namespaces."""
    begun: list[str] = []
    for line in path.read_text().splitlines():
        if begun or (line[:1].isalpha() and "(" in line and not line.endswith(";")):
            begun.append(line)
        if line.startswith("}"):
            if begun:
                yield begun[0], len(begun)
            begun = []


def test_no_function_of_the_engine_is_longer_than_40_lines() -> None:
    found = {path: dict(_cpp_functions(path)) for path in CPP}
    assert sum(map(len, found.values())) > 200
    assert not _offenders(
        CPP, lambda path: {name: lines for name, lines in found[path].items() if lines > LONGEST_FUNCTION}
    )


def test_the_core_never_opens_a_file_or_asks_the_time() -> None:
    forbidden = {"open", "print", "input", "datetime.now", "datetime.today", "date.today", "datetime.utcnow"}
    core = [path for path in FILES if "core" in path.parts]
    assert not _offenders(core, lambda path: forbidden & set(_calls(_tree(path))))


def test_only_the_clock_asks_the_machine_for_the_date() -> None:
    forbidden = (
        "datetime.now",
        "datetime.today",
        "date.today",
        "datetime.utcnow",
        "func.now",
        "func.current_timestamp",
    )
    others = [path for path in FILES if path.name != "clock.py"]
    assert not _offenders(
        others, lambda path: {call for call in _calls(_tree(path)) if call.endswith(forbidden)}
    )


def test_tables_are_private_to_their_package() -> None:
    """Others may name the type of a row they were given; only its own package queries or makes one."""

    def taken(path: Path) -> set[str]:
        tree, own = _tree(path), f"pannier.{_package(path)}."
        foreign = {
            name.rpartition(".")[2]
            for name in _imports(tree)
            if name.startswith("pannier.") and ".models" in name and not name.startswith(own)
        }
        return foreign & _names_outside_annotations(tree) if foreign else foreign

    assert not _offenders([path for path in FILES if _package(path) not in {"app", "reports"}], taken)


def _names_outside_annotations(tree: ast.Module) -> set[str]:
    hints: set[int] = set()
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            hint = getattr(node, field, None)
            if hint is not None:
                hints |= {id(part) for part in ast.walk(hint)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in hints}


def test_sql_that_escapes_the_scope_stands_only_in_base_and_reports() -> None:
    forbidden = {"sqlalchemy.text", "sqlalchemy.sql.text"}
    # Tables name the predicates of their indexes as text; no rows are read by it.
    bound = [
        path
        for path in FILES
        if _package(path) not in MAY_USE_SQL_TEXT | {"app"} and path.name != "models.py"
    ]
    assert not _offenders(bound, lambda path: forbidden & set(_imports(_tree(path))))


def test_no_service_commits() -> None:
    def commits(path: Path) -> set[str]:
        tree = _tree(path)
        if "sqlite3" in set(_imports(tree)):  # the address index is a file of its own
            return set()
        return {call for call in _calls(tree) if call.endswith((".commit", ".rollback"))}

    assert not _offenders([path for path in FILES if _package(path) != "base"], commits)


def test_the_rules_would_find_what_they_forbid(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("import datetime\nprint(datetime.date.today())\n")
    assert {"print", "datetime.date.today"} <= set(_calls(_tree(bad)))
