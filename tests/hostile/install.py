"""Makes a Python with nngrade that every user may read: `install.py TARGET`.

A Python below a root-only home is unreadable to others. TARGET/editable and TARGET/wheel are
virtual environments with nngrade installed in these two ways, TARGET/project is the course,
TARGET/tests are these scripts, and TARGET/submissions the hostile ones.
Files are linked where they can be, so it costs a second and hardly any space.
"""

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = Path(__file__).parents[2]
FOLDERS = ("course", "exercises", "grader", "solutions")
FILES = ("LICENSE", "README.md", "pyproject.toml")
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"
LEFT_OUT = ("site-packages", "dist-packages", "test", "idlelib", "config-*", "ensurepip")
READABLE = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def main() -> None:
    """Make all of it."""
    os.umask(0o022)
    target = Path(sys.argv[1])
    make_python(target / "python")
    make_project(target / "project")
    for kind in ("editable", "wheel"):
        packages = make_environment(target, kind)
        copy_packages(packages)
    install_editable(target / "project", site_packages(target / "editable"))
    install_wheel(target / "project", site_packages(target / "wheel"))
    for folder, _, _ in os.walk(target):
        Path(folder).chmod(0o755)


def make_python(target: Path) -> None:
    """Copy the interpreter and its library, without what is installed in it."""
    library = Path(sysconfig.get_path("stdlib"))
    copy_tree(library, target / "lib" / VERSION, shutil.ignore_patterns(*LEFT_OUT))
    (target / "bin").mkdir()
    copy_file(Path(sys.executable).resolve(), target / "bin" / VERSION)
    for shared in Path(sysconfig.get_config_var("LIBDIR")).glob(f"lib{VERSION}*.so*"):
        copy_file(shared.resolve(), target / "lib" / shared.name)


def make_project(target: Path) -> None:
    """Copy the course and the grader; real copies, so that nobody's edits show through."""
    tests = PROJECT / "tests"
    folders = [(PROJECT / name, target / name) for name in FOLDERS]
    folders.append((tests / "hostile", target.parent / "tests"))
    folders.append((tests / "submissions" / "hostile", target.parent / "submissions"))
    for source, copy in folders:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, copy, ignore=ignored, copy_function=real_copy)
    for name in FILES:
        real_copy(PROJECT / name, target / name)


def make_environment(target: Path, kind: str) -> Path:
    """Make an empty virtual environment of the copied Python; return its site-packages."""
    place = target / kind
    packages = site_packages(place)
    packages.mkdir(parents=True)
    home = target / "python" / "bin"
    (place / "pyvenv.cfg").write_text(f"home = {home}\n", encoding="utf-8")
    (place / "bin").mkdir()
    (place / "bin" / "python").symlink_to(home / VERSION)
    return packages


def site_packages(environment: Path) -> Path:
    """Return where an environment's packages lie."""
    return environment / "lib" / VERSION / "site-packages"


def copy_packages(packages: Path) -> None:
    """Copy all that nngrade requires, with the box, as it is installed here."""
    for found in required(distribution("nngrade"), {"sandbox"}, {}).values():
        for file in found.files or ():
            source = Path(str(found.locate_file(file)))
            if ".." not in file.parts and source.is_file():
                target = packages / file
                target.parent.mkdir(parents=True, exist_ok=True)
                copy_file(source, target)


def required(
    one: Distribution, extras: set[str], found: dict[str, Distribution]
) -> dict[str, Distribution]:
    """Add what a distribution requires, and what that requires, by name."""
    for words in one.requires or ():
        requirement = Requirement(words)
        marker = requirement.marker
        if requirement.name in found or not any(
            marker is None or marker.evaluate({"extra": extra}) for extra in (*extras, "")
        ):
            continue
        found[requirement.name] = distribution(requirement.name)
        required(found[requirement.name], requirement.extras, found)
    return found


def install_editable(project: Path, packages: Path) -> None:
    """Put the project's folders on the path, as an editable install does."""
    folders = f"{project / 'grader'}\n{project / 'course'}\n"
    (packages / "_editable_impl_nngrade.pth").write_text(folders, encoding="utf-8")
    for file in distribution("nngrade").files or ():
        if file.parts[0].endswith(".dist-info"):
            target = packages / file
            target.parent.mkdir(parents=True, exist_ok=True)
            real_copy(Path(str(distribution("nngrade").locate_file(file))), target)


def install_wheel(project: Path, packages: Path) -> None:
    """Install the project as users do."""
    words = ("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-compile")
    target = ("--target", str(packages))
    subprocess.run([sys.executable, "-m", "pip", *words, *target, str(project)], check=True)


def copy_tree(source: Path, target: Path, ignore: object) -> None:
    """Copy a folder by links, as far as they go."""
    shutil.copytree(source, target, ignore=ignore, symlinks=True, copy_function=copy_file)  # type: ignore[arg-type]


def copy_file(source: str | Path, target: str | Path) -> None:
    """Link a file that everyone may read, and copy any other."""
    if Path(source).stat().st_mode & READABLE == READABLE:
        try:
            os.link(source, target, follow_symlinks=True)
        except OSError:
            pass  # on another file system
        else:
            return
    real_copy(source, target)


def real_copy(source: str | Path, target: str | Path) -> None:
    """Copy a file for everyone to read."""
    shutil.copy2(source, target)
    mode = Path(target).stat().st_mode
    Path(target).chmod(mode | READABLE)


if __name__ == "__main__":
    main()
