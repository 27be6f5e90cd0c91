# input: 3×24×32
#  Assignment 3 -- CNN   (student version)
import torch, torch.nn as nn
from torch.nn import functional as F
from collections import OrderedDict

class  CNN( nn.Module ):
  def __init__( self , n_class = 10, dropout=.5 ,):
    super( CNN , self ).__init__( )
    self.layer1 = nn.Sequential( OrderedDict( [
        ( 'conv' , nn.Conv2d( 3,16 , kernel_size = 5 , stride=1, padding = 2 ) ),
        ('norm', nn.BatchNorm2d(16)),
        ('relu', nn.ReLU( )),
        ('pool', nn.MaxPool2d( kernel_size=2,stride=2)), ] ) )
    self.conv2, self.conv3 = nn.Conv2d(16, 32, 3), nn.Conv2d(32, 48, (3, 1), padding=(1, 0), bias=False)
    self.drop = nn.Dropout(p=dropout); self.act = nn.LeakyReLU(0.1)
    self.classifier = nn.Linear(48*5*7, n_class)

  def num_flat_features(self, x):
    size = x.size()[1:]  # all dimensions except the batch dimension
    num_features = 1
    for s in size:
        num_features *= s
    return num_features

  def forward(self, x):
    """ x: (N,3,H,W) """
    out = self.layer1(x)
    out = self.act(self.conv2(out)); out = self.act(self.conv3(out))
    out = F.avg_pool2d(out, 3, stride=2, ceil_mode=True)
    out = out.view(-1, self.num_flat_features(out))
    out = self.drop(out)
    return self.classifier(out)

model = CNN(n_class=7).cuda() if torch.cuda.is_available() else CNN(n_class=7)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
print(sum(p.numel() for p in model.parameters()))
