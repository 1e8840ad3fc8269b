// Package await knows when an object is what it was made to be.
package await

import (
	"context"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"trireme.local/toolchain/kubernetes-plugin/cluster"
)

const (
	pollEvery      = 300 * time.Millisecond
	defaultTimeout = 10 * time.Minute
	claimTimeout   = 5 * time.Minute
)

// A state of an object: whether it is what it was made to be, what it still lacks, or why it never will be.
type state struct {
	ready bool
	lacks string
	fails string
}

var readyState = state{ready: true}

func lacking(format string, values ...any) state { return state{lacks: fmt.Sprintf(format, values...)} }

// Timeout is how long an object of a kind is waited for where nobody says.
func Timeout(kind string) time.Duration {
	if kind == "PersistentVolumeClaim" || kind == "PersistentVolume" {
		return claimTimeout
	}
	return defaultTimeout
}

// Ready waits until an object is what it was made to be, and returns it as it then is.
func Ready(ctx context.Context, c *cluster.Cluster, object *unstructured.Unstructured, timeout time.Duration, waitFor string, say func(string)) (*unstructured.Unstructured, error) {
	judge, err := judgeOf(c, object, waitFor)
	if err != nil || judge == nil {
		return object, err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	last, live := "", object
	for {
		current, err := c.Get(ctx, object)
		switch {
		case ctx.Err() != nil:
			return live, unready(live, timeout, last, ctx)
		case err != nil:
			return live, err
		case current == nil:
			return live, fmt.Errorf("%s was deleted while it was waited for", described(live))
		}
		live = current
		state, err := judge(ctx, live)
		switch {
		case ctx.Err() != nil:
			return live, unready(live, timeout, last, ctx)
		case err != nil:
			return live, err
		case state.ready:
			return live, nil
		case state.fails != "":
			return live, fmt.Errorf("%s failed: %s", described(live), state.fails)
		case state.lacks != last:
			last = state.lacks
			say(last)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

// Gone waits until an object is deleted.
func Gone(ctx context.Context, c *cluster.Cluster, object *unstructured.Unstructured, timeout time.Duration, say func(string)) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	last := ""
	for {
		live, err := c.Get(ctx, object)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("%s was not deleted within %s: %s", described(object), timeout, last)
		case err != nil:
			return err
		case live == nil || (object.GetUID() != "" && live.GetUID() != object.GetUID()):
			return nil
		}
		if held := "held by " + strings.Join(live.GetFinalizers(), ", "); len(live.GetFinalizers()) > 0 && held != last {
			last = held
			say(last)
		}
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

func unready(object *unstructured.Unstructured, timeout time.Duration, lacks string, ctx context.Context) error {
	if context.Cause(ctx) == context.DeadlineExceeded {
		return fmt.Errorf("%s was not ready within %s: %s", described(object), timeout, lacks)
	}
	return fmt.Errorf("%s was no longer waited for: %s", described(object), lacks)
}

func described(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return fmt.Sprintf("%s %s", object.GetKind(), object.GetName())
	}
	return fmt.Sprintf("%s %s/%s", object.GetKind(), object.GetNamespace(), object.GetName())
}
