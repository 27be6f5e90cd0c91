"""What the site is besides its pages: archives, the wheel, headers, cards for messengers, links to the sources."""
