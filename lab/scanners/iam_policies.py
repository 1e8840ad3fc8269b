"""Reads {"name": policy} from its input; writes what parliament finds in each, one JSON object a line."""

import json
import sys

from parliament import analyze_policy_string, enhance_finding

for name, policy in json.load(sys.stdin).items():
    for finding in analyze_policy_string(json.dumps(policy)).findings:
        finding = enhance_finding(finding)
        about = {"policy": name, "issue": finding.issue, "severity": finding.severity}
        print(json.dumps({**about, "title": finding.title, "detail": str(finding.detail)}))
