package controllers

import (
	"net/netip"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestWantsVolume(t *testing.T) {
	claim := func(annotations map[string]string, volume string) *corev1.PersistentVolumeClaim {
		return &corev1.PersistentVolumeClaim{
			ObjectMeta: metav1.ObjectMeta{Annotations: annotations},
			Spec:       corev1.PersistentVolumeClaimSpec{VolumeName: volume},
		}
	}
	ours := map[string]string{provisionerKey: provisioner, selectedNodeKey: "node1"}
	if !wantsVolume(claim(ours, "")) {
		t.Error("a claim of ours with a pod gets none")
	}
	if wantsVolume(claim(ours, "pvc-1")) {
		t.Error("a claim that has a volume gets another")
	}
	if wantsVolume(claim(map[string]string{provisionerKey: provisioner}, "")) {
		t.Error("a claim without a pod gets one")
	}
	if wantsVolume(claim(map[string]string{provisionerKey: "example.org/disk", selectedNodeKey: "node1"}, "")) {
		t.Error("a claim of another class gets one")
	}
}

func TestFirstFree(t *testing.T) {
	network := netip.MustParsePrefix("10.200.0.128/30")
	if got, err := firstFree(network, map[string]bool{"10.200.0.129": true}); err != nil || got != "10.200.0.130" {
		t.Errorf("got %s, %v", got, err)
	}
	all := map[string]bool{"10.200.0.129": true, "10.200.0.130": true, "10.200.0.131": true}
	if got, err := firstFree(network, all); err == nil {
		t.Errorf("got %s of a full network", got)
	}
}
