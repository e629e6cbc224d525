#!/bin/sh
# Runs the task manager of this deployment in the foreground, from its bin folder.
exec ../../bin/openmldb --role=taskmanager --properties=../conf/taskmanager.properties
