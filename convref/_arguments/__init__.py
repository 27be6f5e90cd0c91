"""What a call is given: its types, the checks of each argument, the geometry of a layer, and the call as one object."""
