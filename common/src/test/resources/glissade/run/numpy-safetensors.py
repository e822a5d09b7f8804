"""Makes numpy.safetensors, as another program would (safetensors 0.8.0, numpy)."""

import numpy as np
from safetensors.numpy import save_file

save_file(
    {
        "layer.0.weight": np.array([[1, 2], [3, 4]], np.float32),
        "layer.0.bias": np.array([0.5, -0.5], np.float32),
        "layer.1.weight": np.array([[5, 6]], np.float32),
        "layer.1.bias": np.array([0.25], np.float32),
        "steps": np.array([7], np.int64),
    },
    "numpy.safetensors",
)
