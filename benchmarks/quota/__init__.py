"""The quota book under load, under many writers and under SIGKILL."""
