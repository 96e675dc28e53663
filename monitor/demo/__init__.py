"""The demo: a newsroom, a mailbox and a Slack endpoint on loopback, and the real daemon watching them."""
