"""The forward pass in numpy is that of the trained module."""

from __future__ import annotations

import numpy as np
import torch

from vademecum.domains.rails.heads.net import READ, logits
from vademecum.domains.rails.heads.net_training import Net, fit_net


def test_numpy_and_torch_agree() -> None:
    torch.manual_seed(1)
    net = Net(2).eval()
    tokens = np.random.RandomState(0).randn(7, READ).astype(np.float32)
    padded = torch.zeros(1, 9, READ)
    padded[0, :7] = torch.from_numpy(tokens)
    mask = torch.arange(9)[None] < 7
    with torch.inference_mode():
        expected = net(padded, mask)[0].numpy()
    weights = {name: p.detach().numpy() for name, p in net.w.items()}
    assert np.abs(logits(tokens, weights) - expected).max() < 1e-4


def test_it_learns_what_is_there_to_learn_and_the_same_each_time() -> None:
    chance = np.random.RandomState(0)
    sign = np.array([1.0, -1.0] * 60, dtype=np.float32)
    tokens = [chance.randn(5, READ).astype(np.float32) * 0.1 + s for s in sign]
    targets = (sign[:, None] > 0).astype(np.float32)
    weights = np.ones_like(targets)
    rows = np.arange(120)
    first = fit_net(tokens, targets, weights, rows, 0)
    found = np.array([logits(t, first)[0] for t in tokens])
    assert ((found > 0) == (sign > 0)).mean() > 0.95
    again = fit_net(tokens, targets, weights, rows, 0)
    assert all(np.array_equal(first[name], again[name]) for name in first)
