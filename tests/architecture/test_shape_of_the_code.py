"""What import-linter cannot say: sizes, private tables, and what may be used where."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

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
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MAY_USE_SQL_TEXT = {"base", "reports"}


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


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


@pytest.mark.parametrize("path", [*PYTHON, *WEB], ids=_name)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


# The whole story is told in one piece.
@pytest.mark.parametrize("path", [p for p in PYTHON if "flow" not in p.parts], ids=_name)
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in _functions(ast.parse(path.read_text()))
        if node.end_lineno and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", [p for p in FILES if "core" in p.parts], ids=_name)
def test_the_core_never_opens_a_file_or_asks_the_time(path: Path) -> None:
    calls = set(_calls(ast.parse(path.read_text())))
    assert not calls & {
        "open",
        "print",
        "input",
        "datetime.now",
        "datetime.today",
        "date.today",
        "datetime.utcnow",
    }


@pytest.mark.parametrize("path", [p for p in FILES if p.name != "clock.py"], ids=_name)
def test_only_the_clock_asks_the_machine_for_the_date(path: Path) -> None:
    calls = set(_calls(ast.parse(path.read_text())))
    forbidden = (
        "datetime.now",
        "datetime.today",
        "date.today",
        "datetime.utcnow",
        "func.now",
        "func.current_timestamp",
    )
    assert not {call for call in calls if call.endswith(forbidden)}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_tables_are_private_to_their_package(path: Path) -> None:
    """Others may name the type of a row they were given; only its own package queries or makes one."""
    own = path.relative_to(SOURCE).parts[0]
    tree = ast.parse(path.read_text())
    foreign = {
        name.rpartition(".")[2]
        for name in _imports(tree)
        if name.startswith("pannier.") and ".models" in name and not name.startswith(f"pannier.{own}.")
    }
    assert own in {"app", "reports"} or not foreign & _names_outside_annotations(tree)


def _names_outside_annotations(tree: ast.Module) -> set[str]:
    hints: set[int] = set()
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            hint = getattr(node, field, None)
            if hint is not None:
                hints |= {id(part) for part in ast.walk(hint)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in hints}


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_sql_that_escapes_the_scope_stands_only_in_base_and_reports(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[0]
    imports = set(_imports(ast.parse(path.read_text())))
    # Tables name the predicates of their indexes as text; no rows are read by it.
    if own not in MAY_USE_SQL_TEXT | {"app"} and path.name != "models.py":
        assert not imports & {"sqlalchemy.text", "sqlalchemy.sql.text"}


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(SOURCE).parts[0] != "base"], ids=_name)
def test_no_service_commits(path: Path) -> None:
    tree = ast.parse(path.read_text())
    if "sqlite3" not in set(_imports(tree)):  # the address index is a file of its own
        assert not {call for call in _calls(tree) if call.endswith((".commit", ".rollback"))}
