"""What users write: read, checked, resolved into a network and its inputs."""
