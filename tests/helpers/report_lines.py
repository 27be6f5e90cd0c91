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
    "everyday shorthand": (
        "Conv 64 3×3 /2\nBN\nReLU\nMaxPool 3x3 /2 ceil\nconv3x3-32 + bn + relu | maxpool 2 x 2\nconv 8 3x3 no bias,"
        " followed by batch norm and leaky relu 0.2\nGAP\nFC 10 activation=softmax",
        (3, 61, 61),
        "Conv2d(3, 64, 3, 2), BatchNorm2d(64), ReLU(), MaxPool2d(3, 2, ceil_mode=True), Conv2d(64, 32, 3),"
        "BatchNorm2d(32), ReLU(), MaxPool2d(2), Conv2d(32, 8, 3, bias=False), BatchNorm2d(8), LeakyReLU(0.2),"
        "AdaptiveAvgPool2d(1), Flatten(), Linear(8, 10), Softmax(1)",
    ),
    "padding and sizes": (
        "zero padding 1\nconv 3x3 8 with zero padding 1\natrous conv 3x3, 8 filters, rate 2, valid padding\n"
        "reflection pad 2\n32 filters of 5x5 conv without padding\navgpool 3x3 s2 ceil_mode=True\n"
        "bilinear upsample x2\nadaptive avg pool 6x4\nupsampling 2x2 nearest\npixel shuffle 2\nglobal max pooling",
        (3, 32, 32),
        "ZeroPad2d(1), Conv2d(3, 8, 3, padding=1), Conv2d(8, 8, 3, dilation=2), ReflectionPad2d(2),"
        "Conv2d(8, 32, 5), AvgPool2d(3, 2, ceil_mode=True), Upsample(scale_factor=2, mode='bilinear'),"
        "AdaptiveAvgPool2d((6, 4)), Upsample(scale_factor=2), PixelShuffle(2), AdaptiveMaxPool2d(1)",
    ),
    "as Keras names them": (
        "Conv1D 64 kernel 3\nMaxPooling1D 2\nGlobalAveragePooling1D\nDense 10",
        (2, 40),
        "Conv1d(2, 64, 3), MaxPool1d(2), AdaptiveAvgPool1d(1), Flatten(), Linear(64, 10)",
    ),
    "a table": (
        "| layer | output size | kernel | filters | stride | padding |\n|---|:-:|--:|---|---|---|\n"
        "| conv1 | 16×16 | 3×3 | 16 | 2 | 1 |\n| max pool | 8×8 | 2×2 | - | 2 | – |\n"
        "| conv2 | 8×8 | 5×5 | 32 | 1 | same |\n| relu | 8×8 | | | | |\n| FC | 10 | | 10 | | |",
        (3, 32, 32),
        "Conv2d(3, 16, 3, 2, 1), MaxPool2d(2, 2), Conv2d(16, 32, 5, padding=2), ReLU(), Flatten(), Linear(2048, 10)",
    ),
    "a table of words": (
        "| Layer | Operation |\n|---|---|\n| 1 | Conv 64 3×3 stride 2 pad 1 |\n| 2 | **ReLU** |\n"
        "| 3 | `nn.MaxPool2d(2)` |",
        (3, 32, 32),
        "Conv2d(3, 64, 3, 2, 1), ReLU(), MaxPool2d(2)",
    ),
    "a table without a head": (
        "| conv1 | 7×7, 64, stride 2 |\n| pool1 | 3×3 max pool, stride 2 |\n| conv2 | 3x3 | 64 |",
        (3, 64, 64),
        "Conv2d(3, 64, 7, 2), MaxPool2d(3, 2), Conv2d(64, 64, 3)",
    ),
    "in Chinese sentences": (
        "第一层是卷积层，卷积核大小为 3×3，输出通道数为 32，步长为 2，填充为 1。\n"
        "卷积层：64个3×3卷积核，步长2，ReLU激活\n批归一化层\n"
        "| 层 | 参数 |\n|---|---|\n| 卷积 | 3×3，32 |\n| 最大池化 | 2×2，向上取整 |\n"
        "全连接层，128 个神经元，激活函数为 tanh\nDropout 0.5\n第七层是全连接层，输出 10",
        (3, 32, 32),
        "Conv2d(3, 32, 3, 2, 1), Conv2d(32, 64, 3, 2), ReLU(), BatchNorm2d(64), Conv2d(64, 32, 3),"
        "MaxPool2d(2, ceil_mode=True), Flatten(), Linear(32 * 9, 128), Tanh(), Dropout(), Linear(128, 10)",
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
    "conv2d (Conv2D) (None, 26, 26, 32) 320", "Conv2d-1 [-1, 64, 112, 112] 9,408",
    "MaxPool2d(2", "conv(64, 3x3", "Conv2d(3, 8, 3), LSTM(3)", "conv 64 3x3 relu 2", "2. 3. ReLU", "- - ReLU()",
    "conv 64 -> 128 3x3", "conv2d(3, 8, 3)", "[ReLU(), ]]", "a: b: ReLU()", "conv 0.5 3x3", "bn 64", "prelu",
    "upsample 448x448", "upsample 16", "layer 1 conv 3x3", "conv layer 1 3x3",
    "conv 64 3x3 p1 x2", "conv 3x3 x2", "conv 64 3x3 stride 2 x 2", "2x conv 32 3x3", "dilated conv 64 3x3", "BM",
    "conv 8 3x3 and max pool 2x2", "conv 8 3x3 without relu", "conv 8 3x3 activation", "global avg pool 7x7",
    "conv 8 3x3 ceil", "| conv1 | 56×56 | 3×3 | 64 |", "| conv1 | conv2 |", "zero pad 1x2", "instance norm",
    "6@5x5 conv", "relu stride 2",
    "(x): conv 64 3x3", "conv 8 3x3 " + 999 * "relu ", "(x): ReLU(), ReLU()",
]  # fmt: skip

# What other programs print or take: the text, its line that shows which, and a word of the reason.
FOREIGN: dict[str, tuple[str, int, str]] = {
    "a summary of Keras": (
        'Model: "sequential"\n___\n Layer (type)      Output Shape         Param #\n===\n'
        " conv2d (Conv2D)   (None, 26, 26, 32)   320\n===\nTotal params: 320",
        3,
        "summary",
    ),
    "a summary of Keras 3": (
        'Model: "m"\n┏━━━┳━━━┓\n┃ Layer (type)  ┃ Output Shape  ┃\n│ conv2d (Conv2D) │ (None, 26, 26, 32) │',
        3,
        "summary",
    ),
    "torchinfo": (
        "======\nLayer (type:depth-idx)      Output Shape        Param #\n======\nSequential     [1, 10]      --\n"
        "├─Conv2d: 1-1      [1, 8, 30, 30]     224",
        2,
        "summary",
    ),
    "code of Keras": (
        "model = keras.Sequential([\n    layers.Conv2D(32, 3, activation='relu'),\n])",
        1,
        "Keras",
    ),
    "lines of Keras": ("layers.Conv2D(32, 3, strides=2, padding='same')\nlayers.MaxPooling2D(2)", 1, "Keras"),
    "Keras, layer by layer": ("model = Sequential()\nmodel.add(Conv2D(32, (3, 3)))", 2, "Keras"),
    "MATLAB": (
        "layers = [\n    imageInputLayer([28 28 1])\n    convolution2dLayer(3,8,'Padding','same')\n    reluLayer];",
        2,
        "MATLAB",
    ),
    "Caffe": ('name: "Net"\nlayer {\n  name: "conv1"\n  type: "Convolution"\n}', 2, "Caffe"),
    "Darknet": ("[net]\nwidth=416\n\n[convolutional]\nfilters=16\nsize=3", 1, "Darknet"),
    "YAML": ("backbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 3, C2f, [128, True]]", 2, "YAML"),
}
