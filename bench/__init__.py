"""Figures of Marsad, each beside another program's in the same run."""
