"""The lint that fails where a view reads rows without asking who the viewer is."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
IMPORTS = """from django.shortcuts import get_object_or_404
import tracking.models as m
from django.contrib.auth import get_user_model
from tracking import models
from tracking.models import Committee, Evidence, Inquiry as Review
from ..models import Meeting
"""
PLANTED_AT = IMPORTS.count("\n") + 4


def lint(*arguments: str | Path) -> tuple[int, str]:
    """How the lint ends, and what it says."""
    command = [sys.executable, ROOT / "script" / "visible_only.py", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_nothing_that_faces_a_viewer_reads_rows_without_asking_who_it_is() -> None:
    assert lint() == (0, "")


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("evidence = Evidence.objects.get(pk=pk)", "Evidence.objects"),
        ("evidence = Evidence.objects.filter(exemption='public').visible_to(viewer)", "Evidence.objects"),
        ("evidence = Evidence.objects.visible_to", "Evidence.objects"),
        ("evidence = Evidence.objects.visible_to()", "Evidence.objects"),
        ("evidence = Evidence.objects.filter(pk__in=keys, title='')", "Evidence.objects"),
        ("evidence = shown(Evidence.objects)", "Evidence.objects"),
        ("evidence = Evidence._default_manager.all()", "Evidence._default_manager"),
        ("inquiry = Review.objects.all()", "Review.objects"),
        ("evidence = get_object_or_404(Evidence, pk=pk)", "get_object_or_404(Evidence)"),
        ("evidence = get_object_or_404(klass=Evidence, pk=pk)", "get_object_or_404(Evidence)"),
        ("evidence = get_object_or_404(models.Evidence, pk=pk)", "get_object_or_404(models.Evidence)"),
        ("user = get_object_or_404(get_user_model(), pk=pk)", "get_object_or_404(get_user_model())"),
        ("evidence = models.Evidence.objects.all()", "models.Evidence.objects"),
        ("evidence = m.Evidence.objects.all()", "m.Evidence.objects"),
        ("meeting = Meeting.objects.get(pk=pk)", "Meeting.objects"),
        ("user = get_user_model().objects.get(pk=pk)", "get_user_model().objects"),
        ("rows = Evidence; evidence = rows.objects.all()", "rows.objects"),
        ("rows = Evidence; evidence = get_object_or_404(rows, pk=pk)", "get_object_or_404(rows)"),
        ("Committee = Evidence; evidence = Committee.objects.all()", "Committee.objects"),
        ("evidence = Evidence.objects.filter(pk__in=request.GET.getlist('pk'))", "Evidence.objects"),
        ("keys = request.POST.getlist('pk'); rows = Evidence.objects.filter(pk__in=keys)", "Evidence.objects"),
    ],
)
def test_a_planted_view_that_asks_for_no_viewer_is_found(tmp_path: Path, line: str, read: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f"{IMPORTS}\n\ndef view(request, pk):\n    {line}\n")
    assert lint(planted) == (1, f"planted.py:{PLANTED_AT}: {read} asks for no viewer\n")


@pytest.mark.parametrize(
    "line",
    [
        "evidence = Evidence.objects.visible_to(request.user).filter(pk=pk)",
        "evidence = Evidence.objects.openable_by(request.user)",
        "evidence = Evidence.objects.filter(pk__in=[row.pk for row in rows])",
        "evidence = Evidence.objects.none()",
        "committees = Committee.objects.current_first(today)",
        "committee = get_object_or_404(Committee, slug=slug)",
        "committees = models.Committee.objects.current_first(today)",
        "evidence = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)",
        "seen = Evidence.objects.visible_to(request.user); Evidence.objects.filter(pk__in=[row.pk for row in seen])",
    ],
)
def test_reads_that_ask_for_the_viewer_or_are_of_what_is_public_pass(tmp_path: Path, line: str) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f"{IMPORTS}\n\ndef view(request, pk):\n    {line}\n")
    assert lint(planted) == (0, "")
