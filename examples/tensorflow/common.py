"""What the examples share: their options, and TensorFlow's own timeline."""

import argparse
import glob
import json
import os
import shutil
import tempfile

import keras
import tensorflow as tf
from tensorflow.tsl.profiler.protobuf import xplane_pb2


def options(description: str, samples: int, epochs: int) -> argparse.Namespace:
    reader = argparse.ArgumentParser(description=description)
    reader.add_argument("--samples", type=int, default=samples, help="how many are generated (%(default)s)")
    reader.add_argument("--epochs", type=int, default=epochs, help="how often all are gone through (%(default)s)")
    reader.add_argument("--batch", type=int, default=64, help="samples between two updates (%(default)s)")
    reader.add_argument("--width", type=int, default=64, help="how wide the layers are (%(default)s)")
    reader.add_argument(
        "--timeline", metavar="FOLDER", default=os.environ.get("ROTA_TIMELINE_FOLDER"),
        help="write TensorFlow's own timeline of some batches there (ROTA_TIMELINE_FOLDER)")
    reader.add_argument(
        "--restart", choices=["worthwhile", "always", "never"], default="worthwhile",
        help="when to start again to have as many threads as cores (%(default)s)")
    chosen = reader.parse_args()
    for name in ("samples", "epochs", "batch", "width"):
        if getattr(chosen, name) < 1:
            reader.error(f"--{name} is {getattr(chosen, name)}; give 1 or more")
    # The same data and the same first weights every time.
    keras.utils.set_random_seed(1)
    return chosen


class Timeline(keras.callbacks.Callback):
    """Traces a few batches: a file for TensorBoard, and one that chrome://tracing and Perfetto show."""

    FIRST, LAST = 2, 5

    def __init__(self, folder: str):
        super().__init__()
        self._folder = folder
        self._raw = None
        self._is_tracing = False

    def on_train_batch_begin(self, batch, logs=None):
        if batch == self.FIRST and self._raw is None:
            self._raw = tempfile.mkdtemp()
            tf.profiler.experimental.start(self._raw)
            self._is_tracing = True

    def on_train_batch_end(self, batch, logs=None):
        if batch == self.LAST and self._is_tracing:
            self._write()

    def on_epoch_end(self, epoch, logs=None):
        # Fewer batches than were to be traced.
        if self._is_tracing:
            self._write()

    def _write(self):
        tf.profiler.experimental.stop()
        self._is_tracing = False
        os.makedirs(self._folder, exist_ok=True)
        for path in glob.glob(os.path.join(self._raw, "plugins/profile/*/*.xplane.pb")):
            shutil.copy(path, os.path.join(self._folder, "timeline.xplane.pb"))
            with open(path, "rb") as file:
                space = xplane_pb2.XSpace.FromString(file.read())
            with open(os.path.join(self._folder, "timeline.json"), "w", encoding="utf-8") as file:
                json.dump({"traceEvents": list(events(space))}, file)
        shutil.rmtree(self._raw)


def events(space):
    """The trace's events in the words of Chrome's trace format."""
    for number, plane in enumerate(space.planes):
        yield {"ph": "M", "pid": number, "name": "process_name", "args": {"name": plane.name}}
        for line in plane.lines:
            place = {"pid": number, "tid": line.id}
            yield {"ph": "M", **place, "name": "thread_name", "args": {"name": line.name}}
            for event in line.events:
                yield {
                    "ph": "X", **place, "name": plane.event_metadata[event.metadata_id].name,
                    "ts": line.timestamp_ns / 1e3 + event.offset_ps / 1e6, "dur": event.duration_ps / 1e6,
                }


def timeline(folder) -> list:
    return [Timeline(folder)] if folder else []
