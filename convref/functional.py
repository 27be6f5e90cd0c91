"""The convolutions of ``torch.nn.functional`` on NumPy arrays: with ``import convref as F``, its examples run.

How each call is computed is decided in `convref._strategies`.
"""

from __future__ import annotations

from convref._arguments.calls import ConvArguments, ConvTransposeArguments
from convref._arguments.signatures import takes
from convref._arguments.types import Array
from convref._strategies import compute

__all__ = ["conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d"]


@takes(ConvArguments)
def conv1d(given: ConvArguments) -> Array:
    """Compute a 1-D convolution of a signal.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, L)`` or ``(C_in, L)``.
    weight : ndarray
        Shape ``(C_out, C_in / groups, k)``.
    bias : ndarray, optional
        Shape ``(C_out,)``.
    stride, padding, dilation, groups, padding_mode
        As in `conv2d`, for one axis.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, L_out)`` or ``(C_out, L_out)``, of the dtype of `input`.

    Raises
    ------
    TypeError, ValueError
        As in `conv2d`.

    Notes
    -----
    Source: PyTorch documentation, ``torch.nn.functional.conv1d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> F.conv1d(np.array([[1, 2, 3, 4]]), np.array([[[1, 0, -1]]]))
    array([[-2, -2]])
    """
    return compute(given.call(1))


@takes(ConvArguments)
def conv2d(given: ConvArguments) -> Array:
    """Compute a 2-D convolution of a picture.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, H, W)`` or ``(C_in, H, W)``. Floats, complex numbers or integers.
    weight : ndarray
        Shape ``(C_out, C_in / groups, k_h, k_w)``, of the dtype of `input`.
    bias : ndarray, optional
        Shape ``(C_out,)``: one number added to each output channel.
    stride : int or sequence of int
        Cells from one stop of the kernel to the next.
    padding : int, sequence of int, 'same' or 'valid'
        Cells added on each side. 'same' keeps the size and needs ``stride=1``.
    dilation : int or sequence of int
        Cells from one weight to the next; 1 is dense.
    groups : int
        Number of groups of channels; it divides ``C_in`` and ``C_out``.
    padding_mode : {'zeros', 'reflect', 'replicate', 'circular'}
        What the added cells hold.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, H_out, W_out)`` or ``(C_out, H_out, W_out)``, of the dtype of `input`.

    Raises
    ------
    TypeError
        If an argument has the wrong type, or the dtypes differ.
    ValueError
        If shapes do not fit, or a number is out of range.

    See Also
    --------
    convref.conv_output_size : the size without the values.

    Notes
    -----
    Like PyTorch, this is cross-correlation: the kernel is not flipped.
    Source: PyTorch documentation, ``torch.nn.functional.conv2d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> patch = np.array([[7, 7, 6], [7, 7, 6], [6, 6, 4]])
    >>> kernel = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
    >>> F.conv2d(patch[None, None], kernel[None, None])
    array([[[[9]]]])
    """
    return compute(given.call(2))


@takes(ConvArguments)
def conv3d(given: ConvArguments) -> Array:
    """Compute a 3-D convolution of a volume or a film.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, D, H, W)`` or ``(C_in, D, H, W)``.
    weight : ndarray
        Shape ``(C_out, C_in / groups, k_d, k_h, k_w)``.
    bias : ndarray, optional
        Shape ``(C_out,)``.
    stride, padding, dilation, groups, padding_mode
        As in `conv2d`, for three axes.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, D_out, H_out, W_out)`` or without ``N``, of the dtype of `input`.

    Raises
    ------
    TypeError, ValueError
        As in `conv2d`.

    Notes
    -----
    Source: PyTorch documentation, ``torch.nn.functional.conv3d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> F.conv3d(np.ones((1, 4, 4, 4)), np.ones((2, 1, 3, 3, 3))).shape
    (2, 2, 2, 2)
    """
    return compute(given.call(3))


@takes(ConvTransposeArguments)
def conv_transpose1d(given: ConvTransposeArguments) -> Array:
    """Compute a 1-D transposed convolution of a signal.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, L)`` or ``(C_in, L)``.
    weight : ndarray
        Shape ``(C_in, C_out / groups, k)``.
    bias : ndarray, optional
        Shape ``(C_out,)``.
    stride, padding, output_padding, groups, dilation, output_size
        As in `conv_transpose2d`, for one axis.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, L_out)`` or ``(C_out, L_out)``, of the dtype of `input`.

    Raises
    ------
    TypeError, ValueError
        As in `conv_transpose2d`.

    Notes
    -----
    Source: PyTorch documentation, ``torch.nn.functional.conv_transpose1d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> F.conv_transpose1d(np.array([[1, 2]]), np.array([[[1, 1, 1]]]), stride=2)
    array([[1, 1, 3, 2, 2]])
    """
    return compute(given.call(1))


@takes(ConvTransposeArguments)
def conv_transpose2d(given: ConvTransposeArguments) -> Array:
    """Compute a 2-D transposed convolution of a picture.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, H, W)`` or ``(C_in, H, W)``. Floats, complex numbers or 64-bit integers.
    weight : ndarray
        Shape ``(C_in, C_out / groups, k_h, k_w)``, of the dtype of `input`.
    bias : ndarray, optional
        Shape ``(C_out,)``: one number added to each output channel.
    stride : int or sequence of int
        Output cells from one stamp of the kernel to the next.
    padding : int or sequence of int
        Cells cropped from each side of the output.
    output_padding : int or sequence of int
        Cells added at the end of each axis; smaller than the larger of stride and dilation.
    groups : int
        Number of groups of channels; it divides ``C_in`` and ``C_out``.
    dilation : int or sequence of int
        Cells from one weight to the next; 1 is dense.
    output_size : int or sequence of int, optional
        Wanted size; it takes the place of `output_padding`, as in ``torch.nn.ConvTranspose2d``.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, H_out, W_out)`` or ``(C_out, H_out, W_out)``, of the dtype of `input`.

    Raises
    ------
    TypeError
        If an argument has the wrong type, or the dtypes differ.
    ValueError
        If shapes do not fit, or a number is out of range.

    See Also
    --------
    convref.conv_transpose_output_size : the size without the values.

    Notes
    -----
    It is the adjoint of `conv2d` with the same weight and settings, not its inverse.
    Source: PyTorch documentation, ``torch.nn.functional.conv_transpose2d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> F.conv_transpose2d(np.array([[[1, 2]]]), np.ones((1, 1, 2, 2), int), stride=2)
    array([[[1, 1, 2, 2],
            [1, 1, 2, 2]]])
    """
    return compute(given.call(2))


@takes(ConvTransposeArguments)
def conv_transpose3d(given: ConvTransposeArguments) -> Array:
    """Compute a 3-D transposed convolution of a volume or a film.

    Parameters
    ----------
    input : ndarray
        Shape ``(N, C_in, D, H, W)`` or ``(C_in, D, H, W)``.
    weight : ndarray
        Shape ``(C_in, C_out / groups, k_d, k_h, k_w)``.
    bias : ndarray, optional
        Shape ``(C_out,)``.
    stride, padding, output_padding, groups, dilation, output_size
        As in `conv_transpose2d`, for three axes.

    Returns
    -------
    ndarray
        Shape ``(N, C_out, D_out, H_out, W_out)`` or without ``N``, of the dtype of `input`.

    Raises
    ------
    TypeError, ValueError
        As in `conv_transpose2d`.

    Notes
    -----
    Source: PyTorch documentation, ``torch.nn.functional.conv_transpose3d``.

    Examples
    --------
    >>> import numpy as np
    >>> import convref as F
    >>> F.conv_transpose3d(np.ones((1, 2, 2, 2)), np.ones((1, 1, 2, 2, 2)), stride=2).shape
    (1, 4, 4, 4)
    """
    return compute(given.call(3))
