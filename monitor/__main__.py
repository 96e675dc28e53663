"""`python -m monitor` and the command `marsad`."""

from monitor.cli import main

if __name__ == "__main__":
    main()
