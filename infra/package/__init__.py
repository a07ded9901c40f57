"""`make package`: what Lambda gets, small and compiled, beside the template that CloudFormation gets."""
