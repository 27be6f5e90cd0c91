# input: 3×9×11
channels = [3, 8, 16]
layers = []
for a, b in zip(channels[:-1], channels[1:]):
    layers += [nn.Conv2d(a, b, 3, padding=1), nn.ReLU()]
layers.append(nn.AdaptiveAvgPool2d((2, 3)))
model = nn.Sequential(*layers)
model.add_module("flat", nn.Flatten())
model.append(nn.Linear(16 * 6, 4))
