"""Blocks as timm and efficientnet_pytorch print them, with their forwards: all take 3 channels."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn


class Block(nn.Module):
    """Modules under the names that a class gives them."""

    def __init__(self, **held: nn.Module) -> None:
        super().__init__()
        for name, one in held.items():
            self.add_module(name, one)

    def called(self, names: str, x: torch.Tensor) -> torch.Tensor:
        for name in names.split():
            x = getattr(self, name)(x)
        return x


def conv(before: int, after: int, kernel_size: int = 3, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(before, after, kernel_size, stride, padding=kernel_size // 2, bias=False)


class SEModule(Block):
    def __init__(self, channels: int) -> None:
        super().__init__(
            fc1=conv(channels, 2, 1), bn=nn.Identity(), act=nn.ReLU(), fc2=conv(2, channels, 1), gate=nn.Sigmoid()
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * self.called("fc1 bn act fc2 gate", x.mean((2, 3), keepdim=True))


class BasicBlock(Block):
    def __init__(self, **more: nn.Module) -> None:
        first = {"conv1": conv(3, 4), "bn1": nn.BatchNorm2d(4), "drop_block": nn.Identity(), "act1": nn.ReLU()}
        second = {"aa": nn.Identity(), "conv2": conv(4, 3), "bn2": nn.BatchNorm2d(3), "se": SEModule(3)}
        super().__init__(**first, **second, act2=nn.ReLU(), **more)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        aside = self.downsample(x) if hasattr(self, "downsample") else x
        return self.act2(self.called("conv1 bn1 drop_block act1 aa conv2 bn2 se", x) + aside)


class Bottleneck(Block):
    """That of RegNet."""

    def __init__(self) -> None:
        first = {"conv1": conv(3, 4, 1), "conv2": conv(4, 4, 3, 2), "se": SEModule(4), "conv3": conv(4, 6, 1)}
        super().__init__(**first, act3=nn.ReLU(), downsample=conv(3, 6, 1, 2), drop_path=nn.Identity())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.act3(self.called("conv1 conv2 se conv3 drop_path", x) + self.downsample(x))


class SEBottleneck(Block):
    def __init__(self) -> None:
        first = {"conv1": conv(3, 4, 1), "bn1": nn.BatchNorm2d(4), "conv2": conv(4, 4), "bn2": nn.BatchNorm2d(4)}
        last = {"conv3": conv(4, 3, 1), "bn3": nn.BatchNorm2d(3), "relu": nn.ReLU(), "se_module": SEModule(3)}
        super().__init__(**first, **last)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.relu(self.called("conv1 bn1 relu conv2 bn2 relu conv3 bn3 se_module", x) + x)


class DenseLayer(Block):
    def __init__(self) -> None:
        super().__init__(norm1=nn.BatchNorm2d(3), conv1=conv(3, 8, 1), norm2=nn.BatchNorm2d(8), conv2=conv(8, 4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([x, self.called("norm1 conv1 norm2 conv2", x)], 1)


class RepVggBlock(Block):
    def __init__(self, *, identity: bool) -> None:
        first = {"identity": nn.BatchNorm2d(3)} if identity else {}
        both = {"conv_kxk": conv(3, 3), "conv_1x1": conv(3, 3, 1)}
        super().__init__(**first, **both, drop_path=nn.Identity(), attn=nn.Identity(), act=nn.ReLU())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made = self.conv_1x1(x) + self.conv_kxk(x)
        if hasattr(self, "identity"):
            made = self.drop_path(made) + self.identity(x)
        return self.called("attn act", made)


class MobileNetV3(Block):
    def __init__(self) -> None:
        first = {"conv_stem": conv(3, 4), "bn1": nn.BatchNorm2d(4), "blocks": nn.Sequential(conv(4, 4))}
        last = {"global_pool": nn.AdaptiveAvgPool2d(1), "conv_head": conv(4, 8, 1), "norm_head": nn.Identity()}
        super().__init__(**first, **last, act2=nn.ReLU(), flatten=nn.Flatten(), classifier=nn.Linear(8, 5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.called("conv_stem bn1 blocks global_pool conv_head norm_head act2 flatten classifier", x)


class MBConvBlock(Block):
    def __init__(self, stride: int = 1, *, expand: bool = True) -> None:
        width = 6 if expand else 3
        first = {"_expand_conv": conv(3, 6, 1), "_bn0": nn.BatchNorm2d(6)} if expand else {}
        deep = {"_depthwise_conv": conv(width, width, 3, stride), "_bn1": nn.BatchNorm2d(width)}
        squeeze = {"_se_reduce": conv(width, 1, 1), "_se_expand": conv(1, width, 1)}
        last = {"_project_conv": conv(width, 3, 1), "_bn2": nn.BatchNorm2d(3), "_swish": nn.SiLU()}
        super().__init__(**first, **deep, **squeeze, **last)
        self.stride = stride

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        made = self.called("_expand_conv _bn0 _swish", x) if hasattr(self, "_bn0") else x
        made = self.called("_depthwise_conv _bn1 _swish", made)
        gate = self.called("_se_reduce _swish _se_expand", made.mean((2, 3), keepdim=True))
        made = self.called("_project_conv _bn2", made * torch.sigmoid(gate))
        return made + x if self.stride == 1 else made


class EfficientNet(Block):
    def __init__(self) -> None:
        first = {"_conv_stem": conv(3, 3), "_bn0": nn.BatchNorm2d(3), "_blocks": nn.ModuleList([MBConvBlock(2)])}
        head = {"_conv_head": conv(3, 8, 1), "_bn1": nn.BatchNorm2d(8), "_avg_pooling": nn.AdaptiveAvgPool2d(1)}
        super().__init__(**first, **head, _dropout=nn.Dropout(), _fc=nn.Linear(8, 5), _swish=nn.SiLU())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self._blocks[0](self.called("_conv_stem _bn0 _swish", x))
        return self.called("_dropout _fc", self.called("_conv_head _bn1 _swish _avg_pooling", x).flatten(1))


BLOCKS: dict[str, Callable[[], nn.Module]] = {
    "SEModule": lambda: nn.Sequential(conv(3, 8), SEModule(8), conv(8, 4)),
    "BasicBlock": lambda: nn.Sequential(BasicBlock(), BasicBlock(downsample=conv(3, 3, 1))),
    "Bottleneck": lambda: nn.Sequential(Bottleneck(), conv(6, 4)),
    "SEBottleneck": lambda: nn.Sequential(SEBottleneck(), conv(3, 4)),
    "DenseLayer": lambda: nn.Sequential(DenseLayer(), conv(7, 4)),
    "RepVggBlock": lambda: nn.Sequential(RepVggBlock(identity=True), RepVggBlock(identity=False), conv(3, 4)),
    "MobileNetV3": MobileNetV3,
    "MBConvBlock": lambda: nn.Sequential(MBConvBlock(), MBConvBlock(2), MBConvBlock(expand=False), conv(3, 4)),
    "EfficientNet": EfficientNet,
}
