package controllers

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
)

const (
	provisioner       = "trireme.local/folder"
	provisionerKey    = "volume.kubernetes.io/storage-provisioner"
	selectedNodeKey   = "volume.kubernetes.io/selected-node"
	provisionedByKey  = "pv.kubernetes.io/provisioned-by"
	volumeFolderPerms = 0o755
)

// volumes makes a folder for each claim of our storage classes, and removes it with its volume. All nodes see the folders:
// they are on one machine.
type volumes struct {
	client kubernetes.Interface
	claims listers.PersistentVolumeClaimLister
	made   listers.PersistentVolumeLister
	folder string
}

func newVolumes(client kubernetes.Interface, factory informers.SharedInformerFactory, folder string) *volumes {
	core := factory.Core().V1()
	return &volumes{client, core.PersistentVolumeClaims().Lister(), core.PersistentVolumes().Lister(), folder}
}

func (v *volumes) pass(ctx context.Context) error {
	claims, err := v.claims.List(labels.Everything())
	if err != nil {
		return err
	}
	made, err := v.made.List(labels.Everything())
	if err != nil {
		return err
	}
	var failures []error
	for _, claim := range claims {
		if wantsVolume(claim) {
			failures = append(failures, v.provide(ctx, claim))
		}
	}
	for _, volume := range made {
		if isDone(volume) {
			failures = append(failures, v.remove(ctx, volume))
		}
	}
	return errors.Join(failures...)
}

func wantsVolume(claim *corev1.PersistentVolumeClaim) bool {
	return claim.Spec.VolumeName == "" && claim.DeletionTimestamp == nil &&
		claim.Annotations[provisionerKey] == provisioner && claim.Annotations[selectedNodeKey] != ""
}

func isDone(volume *corev1.PersistentVolume) bool {
	return volume.Annotations[provisionedByKey] == provisioner && volume.Status.Phase == corev1.VolumeReleased &&
		volume.Spec.PersistentVolumeReclaimPolicy == corev1.PersistentVolumeReclaimDelete
}

func (v *volumes) provide(ctx context.Context, claim *corev1.PersistentVolumeClaim) error {
	volume := volumeFor(claim, v.folder)
	if err := os.MkdirAll(volume.Spec.Local.Path, volumeFolderPerms); err != nil {
		return err
	}
	_, err := v.client.CoreV1().PersistentVolumes().Create(ctx, volume, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

func volumeFor(claim *corev1.PersistentVolumeClaim, folder string) *corev1.PersistentVolume {
	name := "pvc-" + string(claim.UID)
	class := ""
	if claim.Spec.StorageClassName != nil {
		class = *claim.Spec.StorageClassName
	}
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: map[string]string{provisionedByKey: provisioner}},
		Spec: corev1.PersistentVolumeSpec{
			StorageClassName:              class,
			AccessModes:                   claim.Spec.AccessModes,
			Capacity:                      claim.Spec.Resources.Requests,
			PersistentVolumeReclaimPolicy: corev1.PersistentVolumeReclaimDelete,
			ClaimRef: &corev1.ObjectReference{
				APIVersion: "v1", Kind: "PersistentVolumeClaim",
				Namespace: claim.Namespace, Name: claim.Name, UID: claim.UID,
			},
			// A local volume, unlike one of a host's path, is given to the pod's fsGroup.
			PersistentVolumeSource: corev1.PersistentVolumeSource{
				Local: &corev1.LocalVolumeSource{Path: filepath.Join(folder, name)},
			},
			NodeAffinity: &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{
				NodeSelectorTerms: []corev1.NodeSelectorTerm{{MatchExpressions: []corev1.NodeSelectorRequirement{
					{Key: corev1.LabelHostname, Operator: corev1.NodeSelectorOpExists},
				}}},
			}},
		},
	}
}

func (v *volumes) remove(ctx context.Context, volume *corev1.PersistentVolume) error {
	if err := os.RemoveAll(filepath.Join(v.folder, volume.Name)); err != nil {
		return err
	}
	err := v.client.CoreV1().PersistentVolumes().Delete(ctx, volume.Name, metav1.DeleteOptions{})
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}
