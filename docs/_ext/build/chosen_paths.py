"""The files and folders that the reader names for a build, settled before anything is built."""

import os

from sphinx.errors import ConfigError

from convref.datasets import environment, images


def settle() -> None:
    """Make the named paths absolute, since cells and scripts run in other folders; refuse a picture that is none."""
    for variable in (images.VARIABLE, "CONVREF_CACHE"):
        named = environment.path(variable)
        if named:
            os.environ[variable] = str(named)
    try:
        images.lena()
    except (FileNotFoundError, ValueError) as error:
        raise ConfigError(str(error)) from error
