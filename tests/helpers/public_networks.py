"""Networks as public projects write them, in PyTorch: what convref reads of them is held to what torch makes.

Each is a function that builds the network, with the shape of one example. They are written anew, after the papers and
the code of the projects, in the classes and names that these print.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from torch import nn
from torch.nn.utils import parametrizations

Built = tuple[nn.Module, tuple[int, ...]]
S = nn.Sequential


class Chain(nn.Module):
    """A module of its own class, which calls what it holds one after the other, and flattens before a linear layer."""

    def __init__(self, **held: nn.Module) -> None:
        super().__init__()
        for name, module in held.items():
            self.add_module(name, module)

    def forward(self, x):
        for module in self.children():
            first = next(module.modules()) if not isinstance(module, S) else next(iter(module))
            x = module(x.flatten(1) if isinstance(first, nn.Linear) and x.ndim > 2 else x)
        return x


def named(name: str, **held: nn.Module) -> nn.Module:
    """Return a `Chain` that prints under another name."""
    return type(name, (Chain,), {})(**held)


def conv(i: int, o: int, k: int = 3, s: int = 1, **more: object) -> list[nn.Module]:
    return [nn.Conv2d(i, o, k, s, padding=k // 2, bias=False, **more), nn.BatchNorm2d(o), nn.ReLU(inplace=True)]


def wavenet_input() -> Built:
    return S(
        nn.ConstantPad1d((1, 0), 0.0),
        nn.Conv1d(1, 32, 2),
        nn.ConstantPad1d((2, 0), 0),
        nn.Conv1d(32, 64, 2, dilation=2),
        nn.GLU(dim=1),
        nn.Conv1d(32, 256, 1),
    ), (1, 500)


def wav2vec() -> Built:
    layers = [
        S(
            OrderedDict(
                conv=nn.Conv1d(1, 512, 10, stride=5, bias=False),
                layer_norm=nn.GroupNorm(512, 512),
                activation=nn.GELU(),
            )
        )
    ]
    layers += [
        S(OrderedDict(conv=nn.Conv1d(512, 512, k, stride=2, bias=False), activation=nn.GELU()))
        for k in (3, 3, 3, 3, 2, 2)
    ]
    return named("Wav2Vec2FeatureEncoder", conv_layers=S(*layers)), (1, 16000)


def hifigan_up() -> Built:
    up = [
        parametrizations.weight_norm(nn.ConvTranspose1d(i, i // 2, k, u, padding=(k - u) // 2))
        for i, k, u in ((512, 16, 8), (256, 16, 8), (128, 4, 2), (64, 4, 2))
    ]
    rows = [one for layer in up for one in (nn.LeakyReLU(0.1), layer)]
    return named(
        "Generator",
        conv_pre=parametrizations.weight_norm(nn.Conv1d(80, 512, 7, padding=3)),
        ups=S(*rows),
        conv_post=parametrizations.weight_norm(nn.Conv1d(32, 1, 7, padding=3)),
    ), (80, 40)


def scale_discriminator() -> Built:
    norm = parametrizations.spectral_norm
    rows = [
        nn.Conv1d(1, 128, 15, 1, padding=7),
        nn.Conv1d(128, 128, 41, 2, groups=4, padding=20),
        nn.Conv1d(128, 256, 41, 2, groups=16, padding=20),
        nn.Conv1d(256, 1024, 41, 4, groups=16, padding=20),
        nn.Conv1d(1024, 1, 3, padding=1),
    ]
    return named("DiscriminatorS", convs=S(*map(norm, rows))), (1, 8192)


def period_discriminator() -> Built:
    rows = [nn.Conv2d(i, o, (5, 1), (3, 1), padding=(2, 0)) for i, o in ((1, 32), (32, 128), (128, 512))]
    return named(
        "DiscriminatorP",
        convs=S(*map(parametrizations.weight_norm, rows)),
        conv_post=nn.Conv2d(512, 1, (3, 1), padding=(1, 0)),
    ), (1, 820, 5)


def melgan() -> Built:
    return S(
        nn.ReflectionPad1d(3),
        parametrizations.weight_norm(nn.Conv1d(80, 512, 7)),
        nn.LeakyReLU(0.2),
        parametrizations.weight_norm(nn.ConvTranspose1d(512, 256, 16, stride=8, padding=4, output_padding=0)),
        nn.LeakyReLU(0.2),
        nn.ReflectionPad1d(3),
        nn.Conv1d(256, 1, 7),
        nn.Tanh(),
    ), (80, 32)


def demucs_encoder() -> Built:
    rows = [
        S(nn.Conv1d(i, o, 8, 4), nn.ReLU(), nn.Conv1d(o, 2 * o, 1), nn.GLU(dim=1))
        for i, o in ((2, 64), (64, 128), (128, 256))
    ]
    return named("Encoder", encoder=S(*rows)), (2, 44100)


def demucs_decoder() -> Built:
    rows = [
        S(nn.Conv1d(i, 2 * i, 3), nn.GLU(dim=1), nn.ConvTranspose1d(i, o, 8, 4), nn.ReLU())
        for i, o in ((256, 128), (128, 64), (64, 2))
    ]
    return S(*rows), (256, 60)


def encodec_encoder() -> Built:
    rows = [
        nn.Conv1d(1, 32, 7, padding=3),
        nn.ELU(alpha=1.0),
        nn.Conv1d(32, 64, 4, 2, padding=1),
        nn.ELU(),
        nn.Conv1d(64, 128, 8, 4, padding=2),
        nn.ELU(),
        nn.Conv1d(128, 256, 10, 5, padding=3),
        nn.ELU(),
        nn.Conv1d(256, 128, 7, padding=3),
    ]
    return S(*[parametrizations.weight_norm(one) if isinstance(one, nn.Conv1d) else one for one in rows]), (1, 24000)


def m5() -> Built:
    held = {}
    for n, (i, o, k, s) in enumerate(((1, 32, 80, 16), (32, 32, 3, 1), (32, 64, 3, 1), (64, 64, 3, 1)), start=1):
        held |= {f"conv{n}": nn.Conv1d(i, o, k, s), f"bn{n}": nn.BatchNorm1d(o), f"pool{n}": nn.MaxPool1d(4)}
    return named("M5", **held), (1, 8000)


def ecg() -> Built:
    return S(
        nn.Conv1d(12, 32, 16, padding="same"),
        nn.BatchNorm1d(32),
        nn.ReLU(),
        nn.MaxPool1d(3, 2, ceil_mode=True),
        nn.Conv1d(32, 64, 9, stride=4, padding=(4,), dilation=2),
        nn.AdaptiveMaxPool1d(8),
        nn.Flatten(),
        nn.Linear(512, 5),
    ), (12, 1001)


def eegnet() -> Built:
    return S(
        nn.Conv2d(1, 8, (1, 64), padding="same", bias=False),
        nn.BatchNorm2d(8, momentum=0.01, eps=0.001),
        nn.Conv2d(8, 16, (22, 1), groups=8, bias=False),
        nn.BatchNorm2d(16),
        nn.ELU(),
        nn.AvgPool2d((1, 4)),
        nn.Dropout(0.25),
        nn.Conv2d(16, 16, (1, 16), padding="same", groups=16, bias=False),
        nn.Conv2d(16, 16, 1, bias=False),
        nn.ELU(),
        nn.AvgPool2d((1, 8)),
        nn.Flatten(),
        nn.Linear(16 * 8, 4),
    ), (1, 22, 257)


def c3d() -> Built:
    rows: list[nn.Module] = []
    for i, o, pool in ((3, 16, (1, 2, 2)), (16, 32, (2, 2, 2)), (32, 64, (2, 2, 2))):
        rows += [nn.Conv3d(i, o, 3, padding=1), nn.ReLU(), nn.MaxPool3d(pool, stride=pool)]
    return named(
        "C3D",
        features=S(*rows, nn.MaxPool3d(2, 2, padding=(0, 1, 1))),
        fc6=nn.Linear(64 * 2 * 4 * 4, 30),
        relu=nn.ReLU(),
        dropout=nn.Dropout(p=0.5),
        fc8=nn.Linear(30, 7),
    ), (3, 16, 56, 56)


def vnet_down() -> Built:
    return S(
        nn.Conv3d(1, 16, 5, padding=2),
        nn.BatchNorm3d(16),
        nn.PReLU(16),
        nn.Conv3d(16, 32, 2, stride=2),
        nn.PReLU(32),
        nn.ConvTranspose3d(32, 16, 2, stride=2),
        nn.InstanceNorm3d(16, affine=True),
        nn.Conv3d(16, 2, 1),
        nn.Softmax(dim=1),
    ), (1, 16, 20, 24)


def unet3d_block() -> Built:
    return S(
        nn.Conv3d(1, 8, 3, padding=1, bias=False),
        nn.GroupNorm(4, 8),
        nn.LeakyReLU(0.1, inplace=True),
        nn.AvgPool3d((1, 2, 2), ceil_mode=False),
        nn.Upsample(scale_factor=(1, 2, 2), mode="trilinear", align_corners=False),
        nn.ReplicationPad3d((0, 1, 0, 1, 1, 0)),
        nn.Conv3d(8, 2, (3, 1, 1)),
    ), (1, 6, 20, 22)


def r2plus1d() -> Built:
    return S(
        nn.Conv3d(3, 45, (1, 7, 7), stride=(1, 2, 2), padding=(0, 3, 3), bias=False),
        nn.BatchNorm3d(45),
        nn.ReLU(inplace=True),
        nn.Conv3d(45, 64, (3, 1, 1), padding=(1, 0, 0), bias=False),
        nn.AdaptiveAvgPool3d((1, 1, 1)),
        nn.Flatten(1),
        nn.Linear(64, 400),
    ), (3, 8, 56, 56)


def i3d_stem() -> Built:
    pad = lambda *ends: nn.ConstantPad3d(ends, 0)  # noqa: E731
    return S(
        pad(2, 3, 2, 3, 2, 3),
        nn.Conv3d(3, 64, 7, stride=2),
        pad(0, 1, 0, 1, 0, 0),
        nn.MaxPool3d((1, 3, 3), (1, 2, 2), ceil_mode=True),
        nn.Conv3d(64, 64, 1),
    ), (3, 16, 64, 64)


def dcgan() -> Built:
    rows: list[nn.Module] = []
    for i, o, s, p in ((100, 512, 1, 0), (512, 256, 2, 1), (256, 128, 2, 1), (128, 64, 2, 1)):
        rows += [nn.ConvTranspose2d(i, o, 4, s, p, bias=False), nn.BatchNorm2d(o), nn.ReLU(True)]
    return named("Generator", main=S(*rows, nn.ConvTranspose2d(64, 3, 4, 2, 1, bias=False), nn.Tanh())), (100, 1, 1)


def dcgan_discriminator() -> Built:
    rows: list[nn.Module] = [nn.Conv2d(3, 64, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    for i in (64, 128, 256):
        rows += [nn.Conv2d(i, 2 * i, 4, 2, 1, bias=False), nn.BatchNorm2d(2 * i), nn.LeakyReLU(0.2, inplace=True)]
    return named("Discriminator", main=S(*rows, nn.Conv2d(512, 1, 4, 1, 0, bias=False), nn.Sigmoid())), (3, 64, 64)


def sngan() -> Built:
    norm = parametrizations.spectral_norm
    return S(
        norm(nn.Conv2d(3, 64, 3, padding=1)),
        nn.LeakyReLU(0.1),
        norm(nn.Conv2d(64, 128, 4, 2, 1)),
        nn.LeakyReLU(0.1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        norm(nn.Linear(128, 1)),
    ), (3, 33, 35)


def patchgan() -> Built:
    rows: list[nn.Module] = [nn.Conv2d(6, 64, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    for i, o, s in ((64, 128, 2), (128, 256, 2), (256, 512, 1)):
        rows += [
            nn.Conv2d(i, o, 4, s, 1, bias=False),
            nn.InstanceNorm2d(o, affine=False, track_running_stats=False),
            nn.LeakyReLU(0.2, True),
        ]
    return named("NLayerDiscriminator", model=S(*rows, nn.Conv2d(512, 1, 4, 1, 1))), (6, 256, 256)


def cyclegan() -> Built:
    norm = nn.InstanceNorm2d
    return named(
        "ResnetGenerator",
        model=S(
            nn.ReflectionPad2d(3),
            nn.Conv2d(3, 64, 7),
            norm(64),
            nn.ReLU(True),
            nn.Conv2d(64, 128, 3, 2, 1),
            norm(128),
            nn.ReLU(True),
            nn.ReflectionPad2d((1, 1, 1, 1)),
            nn.Conv2d(128, 128, 3),
            nn.ConvTranspose2d(128, 64, 3, 2, padding=1, output_padding=1),
            norm(64),
            nn.ReLU(True),
            nn.ReflectionPad2d(3),
            nn.Conv2d(64, 3, 7),
            nn.Tanh(),
        ),
    ), (3, 50, 62)


def stylegan_disc() -> Built:
    return S(
        nn.Conv2d(3, 32, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.AvgPool2d(2),
        nn.LeakyReLU(0.2),
        nn.ZeroPad2d((1, 2, 1, 2)),
        nn.Conv2d(64, 64, 3, stride=2),
        nn.Flatten(),
        nn.Linear(64 * 9 * 9, 16),
        nn.Linear(16, 1),
    ), (3, 32, 32)


def wgan_mlp() -> Built:
    return named(
        "Generator",
        model=S(
            nn.Linear(100, 128),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(128, 256),
            nn.BatchNorm1d(256, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(256, 784),
            nn.Tanh(),
            nn.Unflatten(1, (1, 28, 28)),
        ),
    ), (100,)


def srcnn() -> Built:
    return named(
        "SRCNN",
        conv1=nn.Conv2d(1, 64, 9, padding=9 // 2),
        conv2=nn.Conv2d(64, 32, 5, padding=5 // 2),
        conv3=nn.Conv2d(32, 1, 5, padding=5 // 2),
        relu=nn.ReLU(inplace=True),
    ), (1, 33, 47)


def espcn() -> Built:
    return named(
        "ESPCN",
        first_part=S(nn.Conv2d(1, 64, 5, padding=2), nn.Tanh(), nn.Conv2d(64, 32, 3, padding=1), nn.Tanh()),
        last_part=S(nn.Conv2d(32, 9, 3, padding=1), nn.PixelShuffle(upscale_factor=3)),
    ), (1, 20, 30)


def fsrcnn() -> Built:
    mid = [one for _ in range(4) for one in (nn.Conv2d(12, 12, 3, padding=1), nn.PReLU(12))]
    return named(
        "FSRCNN",
        first_part=S(nn.Conv2d(1, 56, 5, padding=2), nn.PReLU(56)),
        mid_part=S(nn.Conv2d(56, 12, 1), nn.PReLU(12), *mid, nn.Conv2d(12, 56, 1), nn.PReLU(56)),
        last_part=nn.ConvTranspose2d(56, 1, 9, stride=3, padding=4, output_padding=2),
    ), (1, 24, 25)


def edsr_tail() -> Built:
    return named(
        "Upsampler",
        up=S(
            nn.Conv2d(64, 256, 3, padding=1), nn.PixelShuffle(2), nn.Conv2d(64, 256, 3, padding=1), nn.PixelShuffle(2)
        ),
        tail=nn.Conv2d(64, 3, 3, padding=1),
    ), (64, 12, 15)


def yolo_tiny() -> Built:
    rows: list[nn.Module] = []
    for i, o in ((3, 16), (16, 32), (32, 64)):
        rows += [
            nn.Conv2d(i, o, 3, 1, 1, bias=False),
            nn.BatchNorm2d(o),
            nn.LeakyReLU(0.1, inplace=True),
            nn.MaxPool2d(2, 2),
        ]
    return named(
        "Darknet", module_list=S(*rows, nn.ZeroPad2d((0, 1, 0, 1)), nn.MaxPool2d(2, 1), nn.Conv2d(64, 255, 1))
    ), (3, 104, 96)


def yolov5_stem() -> Built:
    return S(
        OrderedDict(
            conv=nn.Conv2d(3, 32, 6, 2, 2, bias=False),
            bn=nn.BatchNorm2d(32, eps=0.001, momentum=0.03),
            act=nn.SiLU(inplace=True),
            m=nn.MaxPool2d(5, 1, 2),
            up=nn.Upsample(None, 2, "nearest"),
        )
    ), (3, 65, 64)


def ssd_extras() -> Built:
    return S(
        nn.MaxPool2d(3, 2, ceil_mode=True),
        nn.MaxPool2d(3, 1, 1),
        nn.Conv2d(512, 256, 3, padding=6, dilation=6),
        nn.ReLU(inplace=True),
        nn.Conv2d(256, 64, 1),
        nn.Conv2d(64, 128, 3, stride=2, padding=1),
        nn.Conv2d(128, 128, 3),
    ), (512, 37, 37)


def deeplab_branch() -> Built:
    return S(
        *conv(3, 16, 7, 2),
        nn.MaxPool2d(3, 2, 1),
        nn.Conv2d(16, 32, 3, padding=12, dilation=12, bias=False),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 21, 1),
        nn.Upsample(size=(129, 97), mode="bilinear", align_corners=False),
    ), (3, 129, 97)


def fcn8_head() -> Built:
    return S(
        nn.Conv2d(3, 64, 3, padding=100),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2, stride=2, ceil_mode=True),
        nn.Conv2d(64, 32, 7),
        nn.Dropout2d(),
        nn.Conv2d(32, 21, 1),
        nn.ConvTranspose2d(21, 21, 4, stride=2, bias=False),
    ), (3, 65, 70)


def segnet_like() -> Built:
    return S(
        *conv(3, 8),
        nn.MaxPool2d(2, ceil_mode=True),
        *conv(8, 16),
        nn.UpsamplingBilinear2d(scale_factor=2),
        *conv(16, 8, 1),
        nn.UpsamplingNearest2d(size=(40, 41)),
        nn.Softmax2d(),
    ), (3, 37, 39)


def erfnet_block() -> Built:
    return S(
        nn.Conv2d(8, 8, (3, 1), padding=(2, 0), dilation=(2, 1)),
        nn.ReLU(),
        nn.Conv2d(8, 8, (1, 3), padding=(0, 2), dilation=(1, 2)),
        nn.BatchNorm2d(8, eps=1e-03),
        nn.Dropout2d(0.3),
        nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1, bias=True),
    ), (8, 30, 31)


def autoencoder() -> Built:
    return named(
        "AutoEncoder",
        encoder=S(nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(True), nn.Conv2d(16, 4, 3, 2, 1), nn.Flatten(), nn.Linear(196, 8)),
        decoder=S(
            nn.Linear(8, 196),
            nn.Unflatten(dim=1, unflattened_size=(4, 7, 7)),
            nn.ConvTranspose2d(4, 16, 2, 2),
            nn.ReLU(),
            nn.ConvTranspose2d(16, 1, 2, 2),
            nn.Sigmoid(),
        ),
    ), (1, 28, 28)


def lenet() -> Built:
    return S(
        nn.Conv2d(1, 6, kernel_size=5, padding=2),
        nn.Sigmoid(),
        nn.AvgPool2d(kernel_size=2, stride=2),
        nn.Conv2d(6, 16, kernel_size=5),
        nn.Sigmoid(),
        nn.AvgPool2d(2, 2),
        nn.Flatten(),
        nn.Linear(400, 120),
        nn.Sigmoid(),
        nn.Linear(120, 84),
        nn.Linear(84, 10),
    ), (1, 28, 28)


def nin() -> Built:
    rows = [
        one
        for i, o, k, s, p in ((1, 96, 11, 4, 0), (96, 256, 5, 1, 2))
        for one in (S(nn.Conv2d(i, o, k, s, p), nn.ReLU(), nn.Conv2d(o, o, 1), nn.ReLU()), nn.MaxPool2d(3, stride=2))
    ]
    return S(*rows, nn.Dropout(0.5), nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten()), (1, 224, 224)


def atari() -> Built:
    return named(
        "NatureCNN",
        cnn=S(
            nn.Conv2d(4, 32, 8, 4),
            nn.ReLU(),
            nn.Conv2d(32, 64, 4, 2),
            nn.ReLU(),
            nn.Conv2d(64, 64, 3),
            nn.ReLU(),
            nn.Flatten(),
        ),
        linear=S(nn.Linear(3136, 512), nn.ReLU()),
    ), (4, 84, 84)


def mobilenet_v1() -> Built:
    rows = [
        one for i, o, s in ((32, 64, 1), (64, 128, 2)) for one in (S(*conv(i, i, 3, s, groups=i)), S(*conv(i, o, 1)))
    ]
    return named(
        "MobileNetV1", model=S(S(*conv(3, 32, 3, 2)), *rows, nn.AdaptiveAvgPool2d(1)), fc=nn.Linear(128, 10)
    ), (3, 61, 64)


def crnn() -> Built:
    return S(
        *conv(1, 16),
        nn.MaxPool2d(2, 2),
        *conv(16, 32),
        nn.MaxPool2d((2, 2), (2, 1), (0, 1)),
        nn.Conv2d(32, 64, 2, 1, 0),
        nn.AdaptiveAvgPool2d((None, 1)),
    ), (1, 32, 100)


def alphazero() -> Built:
    return named(
        "Net",
        conv=S(*conv(17, 32)),
        policy=S(
            nn.Conv2d(32, 2, 1), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(128, 65), nn.LogSoftmax(dim=1)
        ),
    ), (17, 8, 8)


def vqvae() -> Built:
    return S(
        nn.Conv2d(3, 64, 4, 2, 1),
        nn.ReLU(),
        nn.Conv2d(64, 128, 4, stride=2, padding=1),
        nn.Conv2d(128, 64, 3, padding=1, padding_mode="reflect"),
        nn.ConvTranspose2d(64, 32, 4, 2, 1),
        nn.ConvTranspose2d(32, 3, 4, 2, 1),
    ), (3, 32, 36)


def sd_vae_down() -> Built:
    return S(
        nn.Conv2d(3, 32, 3, padding=1),
        nn.GroupNorm(8, 32, eps=1e-6, affine=True),
        nn.SiLU(),
        nn.ZeroPad2d((0, 1, 0, 1)),
        nn.Conv2d(32, 32, 3, stride=2, padding=0),
        nn.Identity(),
        nn.Conv2d(32, 8, 1),
    ), (3, 31, 64)


def pixelcnn_like() -> Built:
    return S(
        nn.ZeroPad2d((2, 2, 2, 0)),
        nn.Conv2d(1, 16, (3, 5)),
        nn.ReLU(),
        nn.CircularPad2d((1, 1, 0, 0)),
        nn.Conv2d(16, 16, (1, 3), dilation=1),
        nn.Unfold(3, padding=1, stride=2),
        nn.Fold((14, 14), 3, padding=1, stride=2),
    ), (1, 14, 14)


def superpoint() -> Built:
    return named(
        "SuperPoint",
        relu=nn.ReLU(inplace=True),
        conv1a=nn.Conv2d(1, 64, 3, padding=1),
        pool=nn.MaxPool2d(2, stride=2),
        conv1b=nn.Conv2d(64, 65, 1),
    ), (1, 40, 41)


def lazy() -> Built:
    return S(
        nn.LazyConv2d(6, kernel_size=5, padding=2),
        nn.Sigmoid(),
        nn.AvgPool2d(2, 2),
        nn.LazyBatchNorm2d(),
        nn.LazyConvTranspose2d(4, 2, 2),
        nn.Flatten(),
        nn.LazyLinear(10),
    ), (1, 14, 15)


def response_norm() -> Built:
    return S(
        nn.Conv2d(3, 96, 11, 4),
        nn.LocalResponseNorm(5, 1e-4, 0.75, 2),
        nn.LPPool2d(2, 3, stride=2, ceil_mode=True),
        nn.Hardtanh(0, 6),
        nn.Threshold(0.1, 0),
        nn.CELU(0.5),
        nn.RReLU(),
        nn.Softplus(),
    ), (3, 100, 120)


def point_net() -> Built:
    return S(
        nn.Conv1d(3, 64, 1),
        nn.BatchNorm1d(64),
        nn.ReLU(),
        nn.Conv1d(64, 128, 1),
        nn.AdaptiveMaxPool1d(1),
        nn.Flatten(),
        nn.Linear(128, 9),
    ), (3, 77)


NETWORKS: dict[str, Callable[[], Built]] = {
    name: made
    for name, made in list(globals().items())
    if getattr(made, "__annotations__", {}).get("return") == "Built" and not made.__code__.co_argcount
}
