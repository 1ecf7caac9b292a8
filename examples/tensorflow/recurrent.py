#!/usr/bin/env python3
"""Trains a recurrent network to tell how fast noisy signals swing."""

from rota import elastic  # before TensorFlow

import numpy
from keras import Sequential, layers

import common

chosen = common.options(__doc__, samples=1024, epochs=4)
draw = numpy.random.default_rng(1)

# Signals of one of four frequencies, from anywhere in their swing, in noise.
kinds = draw.integers(4, size=chosen.samples)
steps = numpy.arange(48)
shift = draw.uniform(0, 6, (chosen.samples, 1))
swing = numpy.sin(steps * (kinds[:, None] + 1) / 4 + shift)
samples = (swing + draw.normal(0, 0.5, swing.shape)).astype("float32")[..., None]

model = Sequential([
    layers.Input((48, 1)),
    layers.LSTM(chosen.width),
    layers.Dense(4, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(
    samples, kinds, batch_size=chosen.batch, epochs=chosen.epochs, verbose=2,
    callbacks=[elastic.callback(restart=chosen.restart), *common.timeline(chosen.timeline)])
