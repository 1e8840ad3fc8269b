#!/bin/sh
# Deploys one stack: preview with the policies, up, verify; and back to the release before, with the variables and secrets that its
# services read, where up or verify says no.
# Usage: ci/deploy.sh STACK
# Exit code: 0 it runs; 1 nothing was changed; 2 it failed and the release before runs again; 3 it failed and a person
# must look.
set -u

stack=${1:?Name a stack: ci/deploy.sh STACK}

trireme() {
  command=$1
  shift
  npx trireme "$command" "$stack" "$@"
}

if ! trireme preview; then
  echo "Stack $stack is left as it is: the preview has errors, or a policy says no." >&2
  exit 1
fi

if trireme up --yes --skip-preview && trireme verify; then
  echo "Stack $stack runs and passes its checklist."
  exit 0
fi

if ! grep -q '^ *trireme:imageTag:' "Pulumi.$stack.yaml"; then
  echo "Stack $stack failed, and has no releases to go back to (trireme:imageTag). Fix it and deploy again." >&2
  exit 3
fi
if trireme rollback --settings --yes && trireme verify; then
  echo "Stack $stack failed; the release before runs again. Pulumi.$stack.yaml of the commit still says what failed: revert it." >&2
  exit 2
fi
echo "Stack $stack failed, and so did the way back. The runbook: docs/operations.md" >&2
exit 3
