/** What stands below the commands in `taskvitals --help`. */
export const programHelp = `
Examples:
  taskvitals                                  run here, with what the environment says
  taskvitals demo                             look around without AWS
  taskvitals once --format prometheus         what /metrics would say
  taskvitals doctor                           nothing is seen: why?
  taskvitals open                             a link to the page of the agent that runs here
  taskvitals simulate --shape ec2-bridge      an ECS endpoint for tests
  npm run -s taskvitals -- top                any command, from a clone

Environment:
  ECS_CONTAINER_METADATA_URI_V4   the task metadata endpoint; ECS sets it
  DOCKER_HOST                     the Docker Engine, when not at /var/run/docker.sock
  ECS_METRICS_EXPORTER_PORT       the agent's port (9546)
  TASKVITALS_CONFIG               a configuration file (YAML), ssm:/parameter or s3://bucket/key
  TASKVITALS_CONFIG_CONTENT       or its text
  TASKVITALS_...                  any option: server.port is TASKVITALS_SERVER_PORT (docs/configuration.md)
  NO_COLOR                        no colours in the terminal

Exit codes:
  0  done, or stopped as asked
  1  could not do it: the port is taken, nothing is seen, doctor or lint found something
  2  the command line is wrong
  3  the configuration has faults (check)
`;
