#!/usr/bin/env python3
"""Trains a dense network to find in which of rings around the centre points lie."""

from rota import elastic  # before TensorFlow

import numpy
from keras import Sequential, layers

import common

chosen = common.options(__doc__, samples=8192, epochs=6)
draw = numpy.random.default_rng(1)

# Points in many dimensions, by their distance from the centre: as many in each of four rings.
points = draw.normal(0, 1, (chosen.samples, 64))
distance = numpy.linalg.norm(points, axis=1)
kinds = numpy.searchsorted(numpy.quantile(distance, [0.25, 0.5, 0.75]), distance)
samples = points.astype("float32")

model = Sequential([
    layers.Input((64,)),
    layers.Dense(chosen.width * 8, activation="relu"),
    layers.Dense(chosen.width * 8, activation="relu"),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    samples, kinds, batch_size=chosen.batch, epochs=chosen.epochs, verbose=2,
    callbacks=[elastic.callback(restart=chosen.restart), *common.timeline(chosen.timeline)])
