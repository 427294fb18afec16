"""Who this APK is: package, versions, signer, permissions, deviations. Evidence in, findings out."""
