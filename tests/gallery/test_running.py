"""What stands in a page of the gallery is what the script itself prints."""

from pathlib import Path

from _ext.gallery import running
from convref.experiments import _kept


def test_a_training_names_no_folder_of_this_machine_on_the_page(capsys):
    running.reset({}, "plot_any.py", "before")
    _kept.announce(Path("/some/where"))
    running.reset({}, "plot_any.py", "after")
    assert capsys.readouterr().err == ""
    _kept.announce(Path("/some/where/else"))
    assert "/some/where/else" in capsys.readouterr().err
