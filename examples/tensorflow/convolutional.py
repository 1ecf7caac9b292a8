#!/usr/bin/env python3
"""Trains a convolutional network to tell which way the stripes of noisy pictures run."""

from rota import elastic  # before TensorFlow

import numpy
from keras import Sequential, layers

import common

chosen = common.options(__doc__, samples=1024, epochs=4)
draw = numpy.random.default_rng(1)

# Stripes in one of four directions, anywhere, in noise.
kinds = draw.integers(4, size=chosen.samples)
rows, columns = numpy.mgrid[0:32, 0:32]
turned = numpy.stack([rows, columns, rows + columns, rows - columns])[kinds]
shift = draw.uniform(0, 6, (chosen.samples, 1, 1))
samples = (numpy.sin(turned + shift) + draw.normal(0, 1, turned.shape)).astype("float32")[..., None]

model = Sequential([
    layers.Input((32, 32, 1)),
    layers.Conv2D(chosen.width // 2 or 1, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Conv2D(chosen.width, 3, activation="relu"),
    layers.GlobalMaxPooling2D(),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    samples, kinds, batch_size=chosen.batch, epochs=chosen.epochs, verbose=2,
    callbacks=[elastic.callback(restart=chosen.restart), *common.timeline(chosen.timeline)])
