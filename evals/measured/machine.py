"""Name the kind of machine: processors and GPU, no host name."""

from __future__ import annotations


def machine_kind(cpus: int) -> str:
    """Return such as "2 cores, no GPU"; the GPU is what torch sees on the machine that asks."""
    import torch

    cores = f"{cpus} core{'s' if cpus != 1 else ''}"
    gpu = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "no GPU"
    return f"{cores}, {gpu}"
