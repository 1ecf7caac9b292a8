"""TensorFlow that follows the cores Rota grants it.

    from rota import elastic                                            # before TensorFlow is imported
    model.fit(x, y, epochs=20, callbacks=[elastic.callback()])

Without Rota both lines do nothing and say nothing. docs/elastic.md has the whole story.
"""

import atexit
import os
import shutil
import sys
import tempfile
import time
from typing import Optional

from .epochs import VARIABLE as EPOCHS_VARIABLE
from .epochs import EpochsFile
from .grant import VARIABLE as WIDTH_VARIABLE
from .grant import Grant, GrantFile
from .pace import Pace
from .process import Process

__all__ = ["Grant", "callback", "grant"]

# Where what is saved outlives the process.
SAVES_VARIABLE = "ROTA_SAVE_FOLDER"

_pace = Pace(time.monotonic())
_process = Process()
_epochs = EpochsFile(os.environ.get(EPOCHS_VARIABLE))
_grants = GrantFile(os.environ.get(WIDTH_VARIABLE))
_is_followed = bool({WIDTH_VARIABLE, EPOCHS_VARIABLE} & os.environ.keys())

if WIDTH_VARIABLE in os.environ:
    if "tensorflow" in sys.modules:
        print("rota.elastic: TensorFlow was imported first, so its threads stay as they are; import rota.elastic "
              "before it", file=sys.stderr)
    else:
        _process.settle(_grants.read().width)


def grant() -> Optional[Grant]:
    """The cores that are this program's for now; none where nobody grants any."""
    return _grants.read() if WIDTH_VARIABLE in os.environ else None


def callback(folder: Optional[str] = None, restart: str = "worthwhile"):
    """A callback for `fit` that follows the grant, reports epochs, and saves when asked to.

    - folder: where it saves, and goes on from when the program is run again after it was interrupted; by default what
      ROTA_SAVE_FOLDER names, else a folder that goes with the process.
    - restart: whether the program starts itself again at the end of an epoch to have as many threads as cores:
      "worthwhile" where the epochs that remain pay for it, "always", or "never".
    """
    if restart not in ("worthwhile", "always", "never"):
        raise ValueError(f'restart is "{restart}"; it is one of "worthwhile", "always" and "never"')
    if not _is_followed:
        import keras
        return keras.callbacks.Callback()
    from .training import ElasticTraining
    folder = folder or os.environ.get(SAVES_VARIABLE)
    if folder is None:
        folder = _process.goes_on_from or tempfile.mkdtemp(prefix="rota-elastic-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    else:
        # What is the training's alone, since it is removed when the training has ended.
        folder = os.path.join(folder, "rota-elastic")
    return ElasticTraining(_process, _grants, _epochs, _pace, folder, restart)
