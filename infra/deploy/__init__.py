"""`make deploy` and `make destroy`: a stage on AWS, or on whatever `AWS_ENDPOINT_URL` names."""
