"""What tests of the project and of its extensions share: fakes and contracts."""
