"""Networks as reports and students write them, a layer a line, each beside the same network as PyTorch makes it."""

# Text, shape of one example, and the layers in PyTorch.
REPORTS: dict[str, tuple[str, tuple[int, ...], str]] = {
    "words": (
        "conv 64 3x3 s2 p1\nrelu\nmaxpool 2x2 s2\nfc 10",
        (3, 32, 32),
        "Conv2d(3, 64, 3, 2, 1), ReLU(), MaxPool2d(2, 2), Flatten(), Linear(64 * 64, 10)",
    ),
    "alexnet of the paper": (
        "conv1: 11x11, 96, stride 4 + ReLU\n3x3 max pooling, stride 2\nconv2: 5x5 conv, 256 filters, pad 2, ReLU\n"
        "max pool 3x3 /2\nConv 3×3, 384, padding=1\nflatten\nFC-4096, relu\ndropout 0.5\nfc8 1000\nsoftmax",
        (3, 227, 227),
        "Conv2d(3, 96, 11, 4), ReLU(), MaxPool2d(3, 2), Conv2d(96, 256, 5, padding=2), ReLU(), MaxPool2d(3, 2),"
        "Conv2d(256, 384, 3, padding=1), Flatten(), Linear(384 * 13 * 13, 4096), ReLU(), Dropout(), Linear(4096, 1000),"
        "Softmax(1)",
    ),
    "lenet": (
        "1. conv 6 5x5 pad 2\n2. sigmoid\n3. avgpool 2x2\n4. conv(16, 5x5)\n5. sigmoid\n6. average pooling 2\n"
        "7. fully connected 120\n8. fc 84 tanh\n9. Dense 10",
        (1, 28, 28),
        "Conv2d(1, 6, 5, padding=2), Sigmoid(), AvgPool2d(2), Conv2d(6, 16, 5), Sigmoid(), AvgPool2d(2), Flatten(),"
        "Linear(400, 120), Linear(120, 84), Tanh(), Linear(84, 10)",
    ),
    "a generator": (
        "- deconv 64 4x4\n- bn\n- relu\n- transposed conv 32, kernel 4, stride 2, padding 1\n- batch norm + relu\n"
        "- conv transpose 1 4x4 s2 p1 op1 d2\n- tanh",
        (100, 1, 1),
        "ConvTranspose2d(100, 64, 4), BatchNorm2d(64), ReLU(), ConvTranspose2d(64, 32, 4, 2, 1), BatchNorm2d(32),"
        "ReLU(), ConvTranspose2d(32, 1, 4, 2, 1, 1, dilation=2), Tanh()",
    ),
    "sound": (
        "conv1d 16 kernel size 9 stride 4 pad 4\nleaky relu 0.2\nmaxpool1d kernel 4\nconv1d 32 k3 same g4\ngap\nfc 5",
        (1, 1000),
        "Conv1d(1, 16, 9, 4, 4), LeakyReLU(0.2), MaxPool1d(4), Conv1d(16, 32, 3, padding='same', groups=4),"
        "AdaptiveAvgPool1d(1), Flatten(), Linear(32, 5)",
    ),
    "volumes": (
        "conv 8 3x3x3 p1 d1\nbn relu\nmax-pool 1x2x2\nconv3d 16 k=3 stride 1x2x2 padding 1\nupsample x2\n"
        "global avg pool\nlinear 3",
        (1, 8, 16, 16),
        "Conv3d(1, 8, 3, padding=1), BatchNorm3d(8), ReLU(), MaxPool3d((1, 2, 2)), Conv3d(8, 16, 3, (1, 2, 2), 1),"
        "Upsample(scale_factor=2), AdaptiveAvgPool3d(1), Flatten(), Linear(16, 3)",
    ),
    "several in a line": (
        "Conv2d(3, 8, 3), ReLU(), MaxPool2d(2)\n[Conv2d(8, 8, 1), ReLU]\nConv2d(8, 4, 3, padding='same') -> ReLU()"
        " → relu\n* Conv2d(4, 2, 1); Sigmoid();\n2 nn.Conv2d(2, 2, 1)",
        (3, 16, 16),
        "Conv2d(3, 8, 3), ReLU(), MaxPool2d(2), Conv2d(8, 8, 1), ReLU(), Conv2d(8, 4, 3, padding=1), ReLU(), ReLU(),"
        "Conv2d(4, 2, 1), Sigmoid(), Conv2d(2, 2, 1)",
    ),
    "in whole phrases": (
        "convolution layer with 32 5x5 filters, stride of 2\nmax pooling layer with window 2x2\nupsample 2x2\n"
        "conv 8 filters of 3x3 with padding 1\nfully connected layer with 10 units",
        (3, 32, 32),
        "Conv2d(3, 32, 5, 2), MaxPool2d(2), Upsample(scale_factor=2), Conv2d(32, 8, 3, padding=1), Flatten(),"
        "Linear(8 * 14 * 14, 10)",
    ),
    "in Chinese": (
        "第一层：卷积 3x3，16 个卷积核，步幅 2，填充 1\nrelu\n最大池化 2x2\n卷积 5×5 32 same\n全局平均池化\n全连接 10",
        (3, 32, 32),
        "Conv2d(3, 16, 3, 2, 1), ReLU(), MaxPool2d(2), Conv2d(16, 32, 5, padding=2), AdaptiveAvgPool2d(1), Flatten(),"
        "Linear(32, 10)",
    ),
    "without a child": (
        "Net(\n  (a): Conv2d(3, 4, kernel_size=(3, 3), stride=(1, 1))\n  (b): None\n)",
        (3, 8, 8),
        "Conv2d(3, 4, 3)",
    ),
}

# One line that may mean several things, or holds more than is understood.
NOT_SAID = [
    "conv3-64", "conv 64", "conv 3x3", "conv 64 32 3x3", "maxpool", "maxpool 64 2x2", "maxpool2", "fc", "fc6",
    "conv 64 3x3 causal", "conv 64 3x3 s2 s1", "pool 2x2", "dropout much", "upsample", "norm", "7x7, 64, stride 2",
    "| conv1 | 3x3 | 64 |", "conv2d (Conv2D) (None, 26, 26, 32) 320", "Conv2d-1 [-1, 64, 112, 112] 9,408",
    "MaxPool2d(2", "conv(64, 3x3", "Conv2d(3, 8, 3), LSTM(3)", "conv 64 3x3 relu 2", "2. 3. ReLU", "- - ReLU()",
    "conv 64 -> 128 3x3", "conv2d(3, 8, 3)", "[ReLU(), ]]", "a: b: ReLU()", "conv 0.5 3x3", "bn 64", "prelu",
    "upsample 448x448", "upsample 16", "layer 1 conv 3x3", "conv layer 1 3x3",
    "(x): conv 64 3x3", "conv 8 3x3 " + 999 * "relu ", "(x): ReLU(), ReLU()",
]  # fmt: skip
